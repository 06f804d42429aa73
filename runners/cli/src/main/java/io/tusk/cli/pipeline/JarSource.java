/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.pieces.PackWriter;
import io.tusk.repo.TuskStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Takes the jar that a specification names into the store, so that every version keeps its code.
 */
final class JarSource {
  private JarSource() {}

  /** {@code folder}: what a path is relative to. */
  static FileEntry store(String jar, Path folder, TuskStore store, PackWriter out)
      throws IOException {
    try (InputStream content = open(jar, folder)) {
      return store.files().write(content, out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TuskException(ErrorCode.INTERRUPTED, "fetching " + jar + " was interrupted", e);
    }
  }

  private static InputStream open(String jar, Path folder)
      throws IOException, InterruptedException {
    if (jar.startsWith("http://") || jar.startsWith("https://")) {
      HttpResponse<InputStream> response =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build()
              .send(
                  HttpRequest.newBuilder(URI.create(jar)).build(),
                  HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw new TuskException(
            ErrorCode.NOT_FOUND,
            "jar "
                + jar
                + " cannot be fetched: the server answered "
                + response.statusCode()
                + "; nothing was changed");
      }
      return response.body();
    }
    Path path = folder.resolve(jar);
    if (!Files.isRegularFile(path)) {
      throw new TuskException(
          ErrorCode.NOT_FOUND,
          "jar " + path + " does not exist; transform.java.jar is relative to the specification");
    }
    return Files.newInputStream(path);
  }
}
