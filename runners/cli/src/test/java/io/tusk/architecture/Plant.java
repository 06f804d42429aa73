/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A house of planted classes: each source is compiled into the output of the module that it is
 * planted in, so that its module is found as a shipped class's is.
 */
final class Plant {
  private final Path root;
  private final Map<Path, String> sources = new TreeMap<>();
  private final Map<Path, String> folders = new TreeMap<>();

  Plant(Path root) {
    this.root = root;
  }

  House house() {
    return new House(root);
  }

  /** Plants the class {@code name}, given in full, with a body of members. */
  Plant add(String folder, String name, String members) {
    int dot = name.lastIndexOf('.');
    Path file = root.resolve("src").resolve(name.replace('.', '/') + ".java");
    sources.put(
        file,
        "package %s;\npublic class %s {\n%s\n}\n"
            .formatted(name.substring(0, dot), name.substring(dot + 1), members));
    folders.put(file, folder);
    return this;
  }

  JavaClasses classes() throws IOException {
    Path all = Files.createDirectories(root.resolve("all"));
    for (Map.Entry<Path, String> source : sources.entrySet()) {
      Files.createDirectories(source.getKey().getParent());
      Files.writeString(source.getKey(), source.getValue());
    }
    compile(all);
    List<Path> outputs = new ArrayList<>();
    for (Map.Entry<Path, String> planted : folders.entrySet()) {
      String classFile =
          root.resolve("src").relativize(planted.getKey()).toString().replace(".java", ".class");
      Path output = root.resolve(planted.getValue()).resolve("target/classes");
      Files.createDirectories(output.resolve(classFile).getParent());
      Files.move(all.resolve(classFile), output.resolve(classFile));
      if (planted.getValue().equals("library")) {
        continue;
      }
      outputs.add(output);
    }
    return new ClassFileImporter().importPaths(outputs);
  }

  private void compile(Path output) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-d", output.toString(), "-proc:none", "-nowarn", "-Xlint:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources.keySet()))
              .call();
      if (!compiled) {
        throw new AssertionError("the plant does not compile: " + messages);
      }
    }
  }
}
