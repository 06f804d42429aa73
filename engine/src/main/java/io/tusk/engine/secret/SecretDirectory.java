/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.secret;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.FileTree;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A directory of secrets outside of the store: a directory for each, a file for each of its keys.
 * What is made here can be read by its owner alone; what others have put there is taken as it is.
 */
public final class SecretDirectory {
  private static final String BUILDING = ".new-";

  private final Path directory;

  public SecretDirectory(Path directory) {
    this.directory = directory;
  }

  public Path path() {
    return directory;
  }

  /**
   * Makes a secret, whole or not at all.
   *
   * @param values by key; a key is malformed where a name would be
   * @throws TuskException CONFLICT when it exists; USAGE for a malformed key or none
   */
  public void create(SecretName name, Map<String, byte[]> values) {
    if (values.isEmpty()) {
      throw new TuskException(
          ErrorCode.USAGE, "secret " + name + " would have no key; give it at least one");
    }
    values.keySet().forEach(key -> SecretName.require("key", key));
    try {
      Files.createDirectories(directory, mode("rwx------"));
      Path building = Files.createTempDirectory(directory, BUILDING, mode("rwx------"));
      try {
        for (Map.Entry<String, byte[]> value : values.entrySet()) {
          Path file = Files.createFile(building.resolve(value.getKey()), mode("rw-------"));
          Files.write(file, value.getValue());
        }
        Files.move(building, directory.resolve(name.value()), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        if (Files.exists(building)) {
          FileTree.delete(building);
        }
      }
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      throw exists(name, e);
    } catch (IOException e) {
      if (Files.exists(directory.resolve(name.value()))) {
        throw exists(name, e);
      }
      throw unusable(e);
    }
  }

  private TuskException exists(SecretName name, IOException cause) {
    return new TuskException(
        ErrorCode.CONFLICT,
        "secret " + name + " exists already in " + directory + "; delete it first",
        cause);
  }

  /** All secrets, by name; directories that cannot be meant by a secret's name are none. */
  public List<SecretName> list() {
    List<SecretName> names = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, Files::isDirectory)) {
      for (Path secret : found) {
        String name = secret.getFileName().toString();
        if (SecretName.isWellFormed(name)) {
          names.add(new SecretName(name));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw unusable(e);
    }
    names.sort((a, b) -> a.value().compareTo(b.value()));
    return names;
  }

  /**
   * The values of a secret by key.
   *
   * @throws TuskException NOT_FOUND
   */
  public Map<String, byte[]> read(SecretName name) {
    Map<String, byte[]> values = new TreeMap<>();
    Path secret = directory.resolve(name.value());
    try (DirectoryStream<Path> files = Files.newDirectoryStream(secret, Files::isRegularFile)) {
      for (Path file : files) {
        String key = file.getFileName().toString();
        if (!key.startsWith(".")) {
          values.put(key, Files.readAllBytes(file));
        }
      }
      return values;
    } catch (NoSuchFileException | java.nio.file.NotDirectoryException e) {
      throw missing(name, e);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * @throws TuskException NOT_FOUND
   */
  public void delete(SecretName name) {
    Path secret = directory.resolve(name.value());
    if (!Files.isDirectory(secret)) {
      throw missing(name, null);
    }
    try {
      Path doomed = Files.createTempDirectory(directory, BUILDING, mode("rwx------"));
      // Out of sight at once, so that nobody sees half of it.
      Files.move(secret, doomed.resolve(name.value()), StandardCopyOption.ATOMIC_MOVE);
      FileTree.delete(doomed.resolve(name.value()));
      Files.delete(doomed);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private TuskException missing(SecretName name, IOException cause) {
    return new TuskException(
        ErrorCode.NOT_FOUND,
        "secret " + name + " does not exist in " + directory + "; make it there",
        cause);
  }

  private TuskException unusable(IOException e) {
    return new TuskException(
        ErrorCode.HOST,
        "the directory of secrets "
            + directory
            + " cannot be used: "
            + e.getMessage()
            + "; give its owner the right to read and write it",
        e);
  }

  private static FileAttribute<?> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
