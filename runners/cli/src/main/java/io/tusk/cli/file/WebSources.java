/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** Sources that are URLs of the schemes http and https. Safe for many threads. */
final class WebSources {
  private static final Pattern URL = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://.*");
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;

  private HttpClient client;

  static boolean isUrl(String source) {
    return URL.matcher(source).matches();
  }

  /**
   * @throws TuskException USAGE for other schemes, a login, or what is no URL
   */
  static URI parse(String source) {
    String scheme = source.substring(0, source.indexOf(':')).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new TuskException(
          ErrorCode.USAGE,
          "\""
              + source
              + "\" is a URL of the scheme "
              + scheme
              + ", and files are put from s3, http and https only; copy it to a local file first");
    }
    URI uri;
    try {
      uri = new URI(source);
    } catch (URISyntaxException e) {
      throw new TuskException(
          ErrorCode.USAGE,
          "\"" + source + "\" is no valid URL: " + e.getReason() + "; write it with % escapes",
          e);
    }
    if (uri.getUserInfo() != null) {
      throw new TuskException(
          ErrorCode.USAGE,
          "the URL of "
              + uri.getHost()
              + " holds a login, which this program does not use; fetch it with one that does, and"
              + " put it as standard input");
    }
    if (uri.getHost() == null) {
      throw new TuskException(
          ErrorCode.USAGE, "the URL \"" + source + "\" names no host; correct it");
    }
    return uri;
  }

  /** The content, which arrives whole or fails. */
  InputStream open(URI uri, TransferProgress progress) {
    HttpResponse<InputStream> response = answer(uri);
    int status = response.statusCode();
    if (status != OK) {
      close(response.body());
      throw new TuskException(
          status == NOT_FOUND || status == GONE ? ErrorCode.NOT_FOUND : ErrorCode.STORAGE,
          uri
              + " cannot be fetched: the server answered with status "
              + status
              + "; check the URL");
    }
    return new SourceStream(response.body(), progress) {
      @Override
      RuntimeException failure(IOException e, long bytesBefore) {
        return new TuskException(
            ErrorCode.STORAGE,
            uri
                + " broke off after "
                + bytesBefore
                + " bytes: "
                + reason(e)
                + "; nothing was changed, run it again",
            e);
      }
    };
  }

  private HttpResponse<InputStream> answer(URI uri) {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER_TIMEOUT).GET().build();
    try {
      return client().send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.STORAGE,
          uri + " cannot be fetched: " + reason(e) + "; check the URL and the network",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TuskException(ErrorCode.INTERRUPTED, "fetching " + uri + " was interrupted", e);
    }
  }

  private static String reason(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "the host is not known";
      }
    }
    return e instanceof ConnectException
        ? "the host does not answer there"
        : Objects.toString(e.getMessage(), e.getClass().getSimpleName());
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // It is not wanted.
    }
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NORMAL)
              .connectTimeout(CONNECT_TIMEOUT)
              .build();
    }
    return client;
  }
}
