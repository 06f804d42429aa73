/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tusk.spec.reference.SchemaProblems;
import io.tusk.spec.schema.Field;
import io.tusk.spec.schema.FieldType;
import io.tusk.spec.schema.ObjectType;
import io.tusk.spec.schema.SpecFields;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema says what the parser says, but for the grammar of texts. */
final class JsonSchemaTest {
  private static final int ROUNDS = 300;

  private static List<String> problems(String json) {
    return SchemaProblems.of(Spelling.tree(json));
  }

  @Test
  void whatTheParserTakesIsValidInBothSpellings() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      String json = SpecJson.write(new RandomSpec(new Random(seed)).spec());
      assertThat(problems(json)).as("seed %s: %s", seed, json).isEmpty();
      String camel = Spelling.camel(json);
      assertThat(problems(camel)).as("seed %s: %s", seed, camel).isEmpty();
      assertThat(problems("[" + json + "," + camel + "]")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'datum_tris':2 | /datum_tris is unknown",
        "'datum_tries':'many' | /datum_tries does not match",
        "'datum_tries':-1 | /datum_tries is too small",
        "'datumTries':true | /datumTries is of another type",
        "'reprocess_spec':'never' | /reprocess_spec is not listed",
        "'metadata':{'labels':{'a':1}} | /metadata/labels/a is of another type",
        "'tolerations':[1] | /tolerations/item is of another type",
        "'chunk_spec':{} | /chunk_spec is unknown",
        "'stopped':true | /stopped is unknown"
      })
  void whatTheParserRefusesIsNot(String fields, String problem) {
    String json = Specs.with(fields.replace('\'', '"'));
    assertThat(problems(json)).containsExactly(problem);
    if (!fields.contains("chunk_spec")) {
      assertThat(Specs.parse(json).problems()).isNotEmpty();
    }
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(problems("{}")).containsExactly(" lacks pipeline");
    assertThat(problems("[]")).isNotEmpty();
    assertThat(problems(Specs.withInput("{\"cross\":[{\"pfs\":{\"repo\":\"r\"}}]}")))
        .hasSize(1)
        .allMatch(problem -> problem.startsWith("/input"));
  }

  @Test
  void nullAndTheSchemasOwnNameAreTaken() {
    assertThat(problems(Specs.with("\"salt\":null,\"datum_set_spec\":null,\"$schema\":\"x\"")))
        .isEmpty();
  }

  /** So that neither the schema nor the page shows a field without a word about it. */
  @Test
  void eachFieldHasAMeaning() {
    check(SpecFields.SPECIFICATION, new HashSet<>());
  }

  private static void check(ObjectType type, Set<String> seen) {
    if (!seen.add(type.name())) {
      return;
    }
    for (Field field : type.fields()) {
      assertThat(field.meaning()).as("%s of %s", field.name(), type.name()).isNotEmpty();
      if (field.type() instanceof FieldType.One one) {
        check(one.type().get(), seen);
      } else if (field.type() instanceof FieldType.Many many) {
        check(many.type().get(), seen);
      }
    }
  }

  @Test
  void theSchemaIsOfDraft7() {
    JsonNode schema = io.tusk.spec.reference.JsonSchema.write();
    assertThat(schema.path("$schema").asText())
        .isEqualTo("http://json-schema.org/draft-07/schema#");
    assertThat(schema.path("definitions").path("pfs").path("properties").path("from").toString())
        .isEqualTo(
            "{\"description\":\"only files that differ from that commit are work; what other datums"
                + " have given stays; commit id or branch\",\"type\":[\"string\",\"null\"]}");
  }
}
