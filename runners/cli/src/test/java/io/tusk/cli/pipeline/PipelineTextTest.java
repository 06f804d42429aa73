/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.name.ProjectName;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.parse.ParsedSpec;
import io.tusk.spec.parse.SpecParser;
import io.tusk.spec.text.SpecText;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inputs of all kinds, also of those that cannot be run. */
final class PipelineTextTest {
  private static PipelineSpec spec(String fields) {
    String text = ("{'pipeline':{'name':'p'},'transform':{'cmd':['x']}" + fields + "}");
    List<ParsedSpec> specs =
        new SpecParser(ProjectName.DEFAULT, glob -> Optional.empty())
            .parse(new SpecText("test", text.replace('\'', '"')))
            .specs();
    assertThat(specs).hasSize(1);
    return specs.get(0).spec();
  }

  private static String pfs(String repo) {
    return "{'pfs':{'repo':'" + repo + "','glob':'/*'}}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "cross|(default/a:/* ⨯ default/b:/*)",
        "union|(default/a:/* ∪ default/b:/*)",
        "join|(default/a:/* ⋈ default/b:/*)",
        "group|(Group: default/a:/*, default/b:/*)"
      })
  void inputsOfInputs(String kind, String text) {
    String input = "{'" + kind + "':[" + pfs("a") + "," + pfs("b") + "]}";
    assertThat(PipelineText.input(spec(",'input':" + input))).isEqualTo(text);
    assertThat(PipelineText.input(spec(",'input':{'cross':[" + pfs("0") + "," + input + "]}")))
        .isEqualTo("(default/0:/* ⨯ " + text + ")");
  }

  @Test
  void leaves() {
    assertThat(PipelineText.input(spec(""))).isEqualTo("none");
    assertThat(PipelineText.input(spec(",'input':{'cron':{'name':'tick','spec':'@daily'}}")))
        .isEqualTo("tick:@daily");
    assertThat(
            PipelineText.input(spec(",'input':{'pfs':{'project':'vision','repo':'a','glob':'/'}}")))
        .isEqualTo("vision/a:/");
  }
}
