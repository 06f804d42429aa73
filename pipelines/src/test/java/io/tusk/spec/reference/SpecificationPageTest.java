/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of the documentation shows the fields that the parser takes. */
final class SpecificationPageTest {
  private static final Path PAGE = Path.of("../docs/specification.md");
  private static final String BEGIN = "<!-- fields: begin; made from SpecFields -->\n";
  private static final String END = "<!-- fields: end -->\n";

  @Test
  void isUpToDate() throws IOException {
    String page = Files.readString(PAGE, UTF_8);
    assertThat(page).contains(BEGIN).contains(END);
    String made =
        page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
            + FieldTables.write()
            + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, made, UTF_8);
      return;
    }
    assertThat(page)
        .as(
            "%s is out of date; 'mvn -q -B -pl pipelines -am test -Dtest=SpecificationPageTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.update=true' writes its tables"
                + " anew",
            PAGE)
        .isEqualTo(made);
  }
}
