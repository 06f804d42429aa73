/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges;

import io.tusk.name.FilePath;
import io.tusk.transform.Datum;
import io.tusk.transform.InputFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A datum in memory. Outputs are there once their stream is closed. */
final class FakeDatum implements Datum {
  private final String input;
  private final Map<String, String> environment;
  private final Map<FilePath, byte[]> files = new TreeMap<>();
  private final Map<String, byte[]> outputs = new TreeMap<>();

  FakeDatum(String input, Map<String, String> environment) {
    this.input = input;
    this.environment = environment;
  }

  FakeDatum with(String path, byte[] content) {
    files.put(FilePath.parse(path), content);
    return this;
  }

  /** By path, sorted. */
  Map<String, byte[]> outputs() {
    return outputs;
  }

  @Override
  public String id() {
    return "0".repeat(64);
  }

  @Override
  public Iterable<InputFile> files() {
    List<InputFile> list = new ArrayList<>();
    files.forEach((path, content) -> list.add(new Content(input, path, content)));
    return list;
  }

  @Override
  public Iterable<InputFile> files(String name) {
    return name.equals(input) ? files() : List.of();
  }

  @Override
  public OutputStream create(String path) throws IOException {
    if (outputs.containsKey(path)) {
      throw new IOException("output " + path + " is written twice");
    }
    return new ByteArrayOutputStream() {
      @Override
      public void close() {
        outputs.put(path, toByteArray());
      }
    };
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  private record Content(String input, FilePath path, byte[] content) implements InputFile {
    @Override
    public long size() {
      return content.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(content);
    }
  }
}
