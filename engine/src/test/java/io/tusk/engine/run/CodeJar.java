/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** Jars of code that workers do not have in their class path. */
final class CodeJar {
  /** Writes each file backwards under its own path; one that says "fail" fails. */
  static final String REVERSED =
      """
      package example;

      import java.nio.charset.StandardCharsets;

      public final class Reversed implements io.tusk.transform.DatumTransform {
        @Override
        public void process(io.tusk.transform.Datum datum) throws Exception {
          for (io.tusk.transform.InputFile file : datum.files()) {
            try (java.io.InputStream in = file.open();
                java.io.OutputStream out = datum.create(file.path().value())) {
              String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
              if (text.equals("fail")) {
                throw new IllegalStateException("told to fail by " + file.path());
              }
              String reversed = new StringBuilder(text).reverse().toString();
              out.write(reversed.getBytes(StandardCharsets.UTF_8));
            }
          }
        }
      }
      """;

  private CodeJar() {}

  /** A jar with one class, compiled in a directory for it. */
  static byte[] of(Path directory, String className, String source) throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    String simple = className.substring(className.lastIndexOf('.') + 1);
    Path file = classes.resolve(simple + ".java");
    Files.writeString(file, source);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                file.toString());
    assertThat(failed).isZero();
    String entry = className.replace('.', '/') + ".class";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      jar.putNextEntry(new JarEntry(entry));
      jar.write(Files.readAllBytes(classes.resolve(entry)));
    }
    return bytes.toByteArray();
  }

  /** A jar of classes of this process's. */
  static byte[] of(Class<?>... classes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      for (Class<?> each : classes) {
        String entry = each.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(entry));
        try (InputStream code = each.getClassLoader().getResourceAsStream(entry)) {
          code.transferTo(jar);
        }
      }
    }
    return bytes.toByteArray();
  }
}
