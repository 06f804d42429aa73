/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.name.ProjectName;
import io.tusk.spec.RawJson;
import io.tusk.spec.text.SpecProblem;
import io.tusk.spec.text.SpecText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Specifications over defaults: RFC 7396, with one spelling of names. */
final class SpecDefaultsTest {
  private static final ProjectName P = new ProjectName("p");

  private static RawJson json(String text) {
    return new RawJson(text.replace('\'', '"'));
  }

  private static SpecDefaults cluster(String text) {
    return new SpecDefaults(Optional.of(json(text)), Map.of());
  }

  private static SpecFile parse(String text, SpecDefaults defaults) {
    return new SpecParser(ProjectName.DEFAULT, Specs.GLOBS, defaults)
        .parse(new SpecText("f", json(text).text()));
  }

  private static String effective(String text, SpecDefaults defaults) {
    SpecFile file = parse(text, defaults);
    assertThat(file.problems()).isEmpty();
    return SpecJson.write(file.specs().get(0).spec()).replace('"', '\'');
  }

  private static String in(String project) {
    return "{'pipeline':{'project':{'name':'" + project + "'},'name':'e'}," + tail();
  }

  private static String tail() {
    return (Specs.CMD + "," + Specs.INPUT + "}").replace('"', '\'');
  }

  @Test
  void withoutDefaultsTuskSetsThree() {
    assertThat(effective(in("default"), SpecDefaults.BUILT_IN))
        .isEqualTo(
            "{'pipeline':{'project':{'name':'default'},'name':'e'},'transform':{'cmd':['sh']},"
                + "'output_branch':'master','input':{'pfs':{'project':'default','name':'images',"
                + "'repo':'images','branch':'master','glob':'/*'}},"
                + "'reprocess_spec':'until_success','datum_tries':3}");
  }

  @Test
  void eachLayerGoesOverTheOnesBelow() {
    SpecDefaults defaults =
        new SpecDefaults(
            Optional.of(json("{'datumTries':5,'description':'c','output_branch':'out'}")),
            Map.of(P, json("{'datum_tries':7,'transform':{'env':{'A':'p'}}}")));
    assertThat(effective(in("p"), defaults))
        .contains("'datum_tries':7", "'description':'c'", "'env':{'A':'p'}")
        .contains("'output_branch':'out'");
    assertThat(effective(in("q"), defaults))
        .contains("'datum_tries':5", "'description':'c'")
        .doesNotContain("env");
    assertThat(effective("{'datumTries':'1'," + in("p").substring(1), defaults))
        .contains("'datum_tries':1");
  }

  @Test
  void objectsMergeAndListsReplace() {
    SpecDefaults defaults =
        cluster(
            "{'transform':{'env':{'A':'1','B':'2'},'stdin':['x','y'],'accept_return_code':[1]},"
                + "'parallelism_spec':{'constant':4}}");
    assertThat(
            effective(
                "{'pipeline':{'name':'e'},'transform':{'cmd':['sh'],"
                    + "'env':{'B':'mine','C':'3'},'stdin':['z']},"
                    + Specs.INPUT.replace('"', '\'')
                    + "}",
                defaults))
        .contains(
            "'transform':{'cmd':['sh'],'env':{'A':'1','B':'mine','C':'3'},'stdin':['z'],"
                + "'accept_return_code':[1]},'parallelism_spec':{'constant':4}");
  }

  @Test
  void nullTakesADefaultAway() {
    SpecDefaults defaults =
        cluster(
            "{'description':'c','datum_tries':9,'parallelism_spec':{'constant':4},"
                + "'transform':{'env':{'A':'1','B':'2'}}}");
    String text =
        "{'description':null,'datumTries':null,'parallelismSpec':null,'pipeline':{'name':'e'},"
            + "'transform':{'cmd':['sh'],'env':{'A':null}},"
            + Specs.INPUT.replace('"', '\'')
            + "}";
    assertThat(effective(text, defaults))
        .contains("'env':{'B':'2'}", "'datum_tries':3")
        .doesNotContain("description", "parallelism");
  }

  @Test
  void formerNamesAreOneNameToo() {
    SpecDefaults defaults = cluster("{'datum_set_spec':{'number':2,'per_worker':3}}");
    SpecFile file = parse("{'chunk_spec':{'number':5}," + in("p").substring(1), defaults);
    assertThat(file.problems().stream().map(SpecProblem::toString))
        .containsExactly("f:1:2: warning: chunk_spec is the old name of datum_set_spec; rename it");
    assertThat(SpecJson.write(file.specs().get(0).spec()))
        .contains("\"datum_set_spec\":{\"number\":5,\"per_worker\":3}");
  }

  @Test
  void aFaultOfADefaultNamesTheDefault() {
    SpecFile file = parse(in("p"), cluster("{'transform':{'java':{'class':'a.B'}}}"));
    assertThat(file.problems().stream().map(SpecProblem::toString))
        .containsExactly(
            "f:1:68: transform.cmd cannot be used with transform.java; remove one of them");
    SpecDefaults wrong =
        new SpecDefaults(Optional.empty(), Map.of(P, json("{'datum_tries':'many'}")));
    assertThat(parse(in("p"), wrong).problems().stream().map(SpecProblem::toString))
        .containsExactly(
            "defaults of project p:1:16: datum_tries must be a whole number, not the string"
                + " \"many\"");
  }

  @Test
  void whatTheAuthorWroteIsKeptAsItIs() {
    String written = "{\"datumTries\":\"4\",\"x\":null," + json(in("p")).text().substring(1);
    SpecFile file =
        new SpecParser(ProjectName.DEFAULT, Specs.GLOBS, cluster("{'description':'c'}"))
            .parse(new SpecText("f", written.replace("\"x\":null,", "\"salt\":null,")));
    assertThat(file.specs().get(0).written().text())
        .isEqualTo(written.replace("\"x\":null,", "\"salt\":null,"));
  }

  @Test
  void aFileOfDefaultsHoldsOneRequest() {
    for (String name : List.of("create_pipeline_request", "createPipelineRequest")) {
      DefaultsFile file =
          DefaultsFile.parse(
              new SpecText("d", name + ":\n  datumTries: 2\n  transform: {image: i}\n"));
      assertThat(file.requireValid().text())
          .isEqualTo("{\"datumTries\":2,\"transform\":{\"image\":\"i\"}}");
      assertThat(file.problems().stream().map(SpecProblem::toString))
          .containsExactly(
              "d:3:22: warning: transform.image is without effect: commands run with the host's"
                  + " programs, without an image");
    }
    assertThat(DefaultsFile.parse(new SpecText("d", "{}")).requireValid().text()).isEqualTo("{}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'' | d:1:1: there are 0 sets of defaults; give one object",
        "[{},{}] | d:1:1: there are 2 sets of defaults; give one object",
        "{'datum_tries':2} | d:1:2: unknown field \"datum_tries\" in defaults; put fields of a"
            + " specification into create_pipeline_request",
        "{'create_pipeline_request':[]} | d:1:28: create_pipeline_request must be an object, not a"
            + " list",
        "{'create_pipeline_request':{'datum_trys':2}} | d:1:29: unknown field \"datum_trys\" in the"
            + " specification; did you mean \"datum_tries\"?",
        "{'create_pipeline_request':{'datum_tries':'x'}} | d:1:43: datum_tries must be a whole"
            + " number, not the string \"x\"",
        "{'create_pipeline_request':{'pipeline':{'name':'a'}}} | d:1:29: pipeline belongs to one"
            + " pipeline and cannot be a default; remove it",
        "{'create_pipeline_request':{'salt':'a'}} | d:1:29: salt belongs to one pipeline and cannot"
            + " be a default; remove it",
        "{'create_pipeline_request':{'s3_out':true}} | d:1:38: s3_out: Tusk has no S3 gateway; read"
            + " and write the files under /pfs instead"
      })
  void otherFilesOfDefaultsAreRefused(String text, String message) {
    SpecText read = new SpecText("d", text.equals("''") ? "" : json(text).text());
    assertFails(ErrorCode.INVALID, message, () -> DefaultsFile.parse(read).requireValid());
  }
}
