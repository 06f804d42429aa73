/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.spec.Egress;
import io.tusk.spec.Egress.FileFormat;
import io.tusk.spec.Egress.FileType;
import io.tusk.spec.Egress.ObjectStorage;
import io.tusk.spec.Egress.SqlDatabase;
import java.util.Optional;

/** Reads {@code egress}. */
final class EgressSection {
  private static final String ONE = "give exactly one of URL, object_storage.url and sql_database";

  private EgressSection() {}

  static Optional<Egress> parse(Fields fields) {
    String url = fields.text("URL");
    Optional<String> storage = fields.object("object_storage").map(EgressSection::storage);
    Optional<SqlDatabase> database = fields.object("sql_database").map(EgressSection::database);
    fields.end();
    int given = (url.isEmpty() ? 0 : 1) + (storage.isPresent() ? 1 : 0);
    given += database.isPresent() ? 1 : 0;
    if (given == 0) {
      fields.error("names no target; " + ONE);
      return Optional.empty();
    }
    if (given > 1) {
      fields.error("names several targets; " + ONE);
    }
    return database.isPresent()
        ? Optional.of(database.get())
        : Optional.of(new ObjectStorage(storage.orElse(url)));
  }

  private static String storage(Fields fields) {
    fields.missing("url", "name the bucket");
    String url = fields.text("url");
    fields.end();
    return url;
  }

  private static SqlDatabase database(Fields fields) {
    fields.missing("url", "name the database");
    Optional<FileFormat> format = fields.object("file_format").map(EgressSection::format);
    Optional<Fields> secret = fields.object("secret");
    if (fields.absent("secret")) {
      fields.error("secret", "is missing; give secret.name and secret.key");
    }
    secret.ifPresent(
        object -> {
          object.missing("name", "name the secret that holds the password");
          object.missing("key", "name the secret's key");
        });
    SqlDatabase database =
        new SqlDatabase(
            fields.text("url"),
            format,
            secret.map(object -> object.text("name")).orElse(""),
            secret.map(object -> object.text("key")).orElse(""));
    secret.ifPresent(Fields::end);
    fields.end();
    return database;
  }

  private static FileFormat format(Fields fields) {
    FileFormat format =
        new FileFormat(Syntax.choice(fields, "type", FileType.values()), fields.texts("columns"));
    fields.end();
    return format;
  }
}
