/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.spec.text.SpecText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Fetches the text of a specification. */
public final class SpecSource {
  /** The longest text that is read, in bytes. */
  public static final int MAX_BYTES = 16 << 20;

  private static final String STDIN = "-";
  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://.*");
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
  private static final int OK = 200;

  private final Duration timeout;

  public SpecSource() {
    this(DEFAULT_TIMEOUT);
  }

  /**
   * @param timeout for the answer of a web server to begin
   */
  public SpecSource(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * The text of a file, of an http or https URL, or of {@code stdin} for {@code -}.
   *
   * @param stdin is not closed
   * @throws TuskException NOT_FOUND when there is no such file; INVALID when the source cannot be
   *     read, is longer than {@link #MAX_BYTES} or not UTF-8
   */
  public SpecText read(String source, InputStream stdin) {
    if (source.equals(STDIN)) {
      try {
        return decode("<stdin>", limited("<stdin>", stdin));
      } catch (IOException e) {
        throw unreadable("the standard input", e);
      }
    }
    return SCHEME.matcher(source).matches() ? fetch(source) : readFile(source);
  }

  private static SpecText readFile(String file) {
    try {
      Path path = Path.of(file);
      if (Files.isDirectory(path)) {
        throw new TuskException(
            ErrorCode.INVALID, "the specification " + file + " is a directory; name a file in it");
      }
      try (InputStream in = Files.newInputStream(path)) {
        return decode(file, limited(file, in));
      }
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new TuskException(
          ErrorCode.NOT_FOUND, "the specification " + file + " does not exist; check the path", e);
    } catch (IOException e) {
      throw unreadable("the specification " + file, e);
    }
  }

  private SpecText fetch(String url) {
    URI uri = uri(url);
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT_TIMEOUT.compareTo(timeout) < 0 ? CONNECT_TIMEOUT : timeout)
            .build();
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).GET().build();
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != OK) {
          throw new TuskException(
              ErrorCode.INVALID,
              "the specification "
                  + url
                  + " cannot be fetched: the server answered with status "
                  + response.statusCode()
                  + "; check the URL. Nothing was changed");
        }
        return decode(url, limited(url, body));
      }
    } catch (IOException e) {
      throw unreadable("the specification " + url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TuskException(ErrorCode.INTERRUPTED, "fetching " + url + " was interrupted", e);
    }
  }

  private static URI uri(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
      throw new TuskException(
          ErrorCode.INVALID,
          "the specification "
              + url
              + " cannot be fetched: only http and https URLs can; "
              + "download it and name the file");
    }
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new TuskException(ErrorCode.INVALID, "\"" + url + "\" is no valid URL; correct it", e);
    }
    throw new TuskException(ErrorCode.INVALID, "the URL \"" + url + "\" names no host; correct it");
  }

  private static byte[] limited(String name, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new TuskException(
          ErrorCode.INVALID,
          "the specification " + name + " is longer than 16 MiB; split it into several files");
    }
    return bytes;
  }

  /**
   * The text of UTF-8 bytes, with or without a byte order mark.
   *
   * @throws TuskException INVALID when they are not UTF-8
   */
  public static SpecText decode(String name, byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw new TuskException(
          ErrorCode.INVALID,
          "the specification "
              + name
              + " is not UTF-8: byte "
              + (in.position() + 1)
              + " belongs to no character; save it as UTF-8");
    }
    out.flip();
    String text = out.toString();
    // YAML's reader takes NUL for the end of the text, and would drop what follows it.
    if (text.indexOf('\0') >= 0) {
      throw new TuskException(
          ErrorCode.INVALID,
          "the specification " + name + " holds a NUL character; it must be JSON or YAML text");
    }
    return new SpecText(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  private static TuskException unreadable(String subject, IOException e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new TuskException(
        ErrorCode.INVALID, subject + " cannot be read: " + reason + "; check it", e);
  }
}
