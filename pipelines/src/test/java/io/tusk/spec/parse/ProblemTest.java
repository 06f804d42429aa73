/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import static io.tusk.spec.parse.Specs.problems;
import static io.tusk.spec.parse.Specs.with;
import static io.tusk.spec.parse.Specs.withInput;
import static io.tusk.spec.parse.Specs.withPfs;
import static io.tusk.spec.parse.Specs.withTransform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.spec.PipelineSpec;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProblemTest {
  @ParameterizedTest
  @MethodSource({"types", "syntaxes", "names", "rules", "formerNames"})
  void exactlyThisIsReported(String text, String problem) {
    Specs.assertOneProblem(text, problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\n", "# nothing\n", "---\n---\n", "null"})
  void aTextWithoutASpecificationIsNoSuccess(String text) {
    Specs.assertOneProblem(text, "there is no specification in it; give at least one");
  }

  static Stream<Arguments> types() {
    return Stream.of(
        Arguments.of(
            with("'description':5"),
            "description must be a string, not the number 5; put it in quotes"),
        Arguments.of(with("'description':[]"), "description must be a string, not a list"),
        Arguments.of(
            with("'autoscaling':'true'"),
            "autoscaling must be true or false, not the string \"true\""),
        Arguments.of(
            with("'datum_tries':'x'"), "datum_tries must be a whole number, not the string \"x\""),
        Arguments.of(
            with("'datum_tries':1.5"),
            "datum_tries must be a whole number of at most 64 bits, not the number 1.5"),
        Arguments.of(with("'datum_tries':-1"), "datum_tries must be at least 0, not -1"),
        Arguments.of(
            with("'datum_tries':9223372036854775808"),
            "datum_tries must be a whole number of at most 64 bits, not the number "
                + "9223372036854775808"),
        Arguments.of(
            withTransform("'stdin':['a',5]"),
            "transform.stdin[1] must be a string, not the number 5; put it in quotes"),
        Arguments.of(
            withTransform("'stdin':'a'"),
            "transform.stdin must be a list of strings, not the string \"a\""),
        Arguments.of(
            withTransform("'env':{'A':[]}"), "transform.env.A must be a string, not a list"),
        Arguments.of(
            withTransform("'env':[]"), "transform.env must be an object of strings, not a list"),
        Arguments.of(
            withTransform("'secrets':{}"),
            "transform.secrets must be a list of objects, not an object"),
        Arguments.of(
            withTransform("'accept_return_code':[256]"),
            "transform.accept_return_code[0] must be a number from 0 to 255, not 256"),
        Arguments.of(
            with("'resource_limits':{'cpu':-1}"),
            "resource_limits.cpu must be a number of at least 0, not the number -1"),
        Arguments.of(
            with(
                "'egress':{'sql_database':{'url':'u','file_format':{'type':'XML'},"
                    + "'secret':{'name':'n','key':'k'}}}"),
            "egress.sql_database.file_format.type must be one of [UNKNOWN, CSV, JSON, PARQUET]; "
                + "choose one of them"));
  }

  static Stream<Arguments> syntaxes() {
    return Stream.of(
        Arguments.of(
            with("'job_timeout':'5x'"),
            "job_timeout is no duration: \"5x\"; write it like \"30s\", \"5m\" or \"1h30m\""),
        Arguments.of(
            with("'datum_timeout':'-5s'"),
            "datum_timeout is no duration: \"-5s\"; write it like \"30s\", \"5m\" or \"1h30m\""),
        Arguments.of(
            with("'resource_limits':{'memory':'1GB'}"),
            "resource_limits.memory is no quantity: \"1GB\"; write it like \"64M\" or \"1Gi\""),
        Arguments.of(
            withPfs("'trigger':{'size':'lots'}"),
            "input.pfs.trigger.size is no size: \"lots\"; write it like \"100M\" or \"1.5GB\""),
        Arguments.of(
            with("'pod_spec':'{'"), "pod_spec is not JSON; give one JSON value as a string"),
        Arguments.of(
            with("'reprocess_spec':'never'"),
            "reprocess_spec must be \"until_success\" or \"every_job\"; choose one of them"),
        Arguments.of(
            withInput("{'cron':{'name':'t','spec':'* * * *'}}"),
            "input.cron.spec \"* * * *\" has 4 fields instead of 5; give five fields (minute hour "
                + "day month weekday), \"@every 10m\" or a word such as @daily"),
        Arguments.of(
            withInput("{'cron':{'name':'t','spec':'@daily','start':'today'}}"),
            "input.cron.start is no time: \"today\"; write it like \"2026-01-31T08:00:00Z\""),
        Arguments.of(
            withInput("{'pfs':{'repo':'a','glob':'/[a'}}"),
            "input.pfs.glob \"/[a\" is no glob: \"[\" is not closed; add \"]\""));
  }

  static Stream<Arguments> names() {
    return Stream.of(
        Arguments.of(
            with("'descripton':'x'"),
            "unknown field \"descripton\" in the specification; did you mean \"description\"?"),
        Arguments.of(with("'zebra':1"), "unknown field \"zebra\" in the specification; remove it"),
        Arguments.of(
            withPfs("'globb':'x'"), "unknown field \"globb\" in input.pfs; did you mean \"glob\"?"),
        Arguments.of(
            with("'egress':{'url':'s3://b'},'a':1")
                .replace(",'a':1", "")
                .replace("'url':'s3://b'", "'URL':'s3://b','uri':'x'"),
            "unknown field \"uri\" in egress; did you mean \"URL\"?"),
        Arguments.of(
            with("'datum_tries':1,'datumTries':2"),
            "datum_tries is given twice, as \"datum_tries\" and as \"datumTries\"; remove one"),
        Arguments.of(
            "{'pipeline':{'name':'a b'}," + (Specs.CMD + "," + Specs.INPUT) + "}",
            "pipeline.name is invalid: pipeline name \"a b\" may hold only letters, digits, '-' and "
                + "'_'; choose another name"),
        named("'-a'", "pipeline name \"-a\" must start with a letter or a digit"),
        named("'_a'", "pipeline name \"_a\" must start with a letter or a digit"),
        named(
            "'" + "x".repeat(52) + "'",
            "pipeline name \"" + "x".repeat(52) + "\" is 52 characters long; 51 are allowed"),
        inProject("'p/q'", "project name \"p/q\" may hold only letters, digits, '-' and '_'"),
        inProject("'-p'", "project name \"-p\" must start with a letter or a digit"),
        inProject(
            "'" + "y".repeat(52) + "'",
            "project name \"" + "y".repeat(52) + "\" is 52 characters long; 51 are allowed"),
        Arguments.of(
            with("'output_branch':'a/b'"),
            "output_branch is invalid: branch name \"a/b\" may hold only letters, digits, '-' and "
                + "'_'; choose another name"));
  }

  private static Arguments named(String name, String fact) {
    return Arguments.of(
        with("").replace("\"edges\"", name),
        "pipeline.name is invalid: " + fact + "; choose another name");
  }

  private static Arguments inProject(String name, String fact) {
    return Arguments.of(
        with("").replace("\"edges\"", "'edges','project':{'name':" + name + "}"),
        "pipeline.project.name is invalid: " + fact + "; choose another name");
  }

  @Test
  void theLongestNamesAreTaken() {
    String name = "x".repeat(51);
    String project = "y".repeat(51);
    PipelineSpec spec =
        Specs.spec(
            with("")
                .replace(
                    "\"edges\"", "\"" + name + "\",\"project\":{\"name\":\"" + project + "\"}"));
    assertThat(spec.name()).hasToString(project + "/" + name);
  }

  static Stream<Arguments> rules() {
    String service = "'service':{'internal_port':80}";
    return Stream.of(
        Arguments.of(
            "{" + Specs.CMD + "," + Specs.INPUT + "}", "pipeline is missing; give pipeline.name"),
        Arguments.of(
            "{'pipeline':{}," + Specs.CMD + "," + Specs.INPUT + "}",
            "pipeline.name is missing; name the pipeline"),
        Arguments.of(
            with("").replace("\"edges\"", "''"), "pipeline.name is missing; name the pipeline"),
        Arguments.of(
            Specs.HEAD + "'transform':null," + Specs.INPUT + "}",
            "transform is missing; give transform.cmd or transform.java"),
        Arguments.of(
            with("'pod_patch':'['"), "pod_patch is not JSON; give one JSON value as a string"),
        Arguments.of(
            with("'egress':{'sql_database':{'url':'u','secret':{'key':'k'}}}"),
            "egress.sql_database.secret.name is missing; name the secret that holds the password"),
        Arguments.of(
            with("'egress':{'sql_database':{'url':'u','secret':{'name':'n'}}}"),
            "egress.sql_database.secret.key is missing; name the secret's key"),
        Arguments.of(
            Specs.HEAD + Specs.INPUT + "}",
            "transform is missing; give transform.cmd or transform.java"),
        Arguments.of(
            Specs.HEAD + "'transform':{}," + Specs.INPUT + "}",
            "transform names nothing to run; give cmd, a list of program and arguments, or java"),
        Arguments.of(
            Specs.HEAD + "'transform':{'cmd':['']}," + Specs.INPUT + "}",
            "transform.cmd starts with an empty string; name the program"),
        Arguments.of(
            withTransform("'java':{'class':'a.B'}"),
            "transform.cmd cannot be used with transform.java; remove one of them"),
        Arguments.of(
            Specs.HEAD + "'transform':{'java':{}}," + Specs.INPUT + "}",
            "transform.java.class is missing; name the class with its package"),
        Arguments.of(
            Specs.HEAD + "'transform':{'java':{'class':'a-b'}}," + Specs.INPUT + "}",
            "transform.java.class is no name of a Java class: \"a-b\"; write it like "
                + "\"com.example.Edges\""),
        Arguments.of(
            withTransform("'err_stdin':['x']"),
            "transform.err_stdin has no command to go to; give err_cmd"),
        Arguments.of(
            withTransform("'env':{'A=B':''}"),
            "transform.env holds \"A=B\", which no environment variable can be called; rename it"),
        Arguments.of(
            withTransform("'secrets':[{'name':'n','env_var':'V'}]"),
            "transform.secrets[0].key is missing; env_var takes the value of one key"),
        Arguments.of(
            withTransform("'secrets':[{'mount_path':'/m'}]"),
            "transform.secrets[0].name is missing; name the secret"),
        Arguments.of(
            with("'egress':{}"),
            "egress names no target; give exactly one of URL, object_storage.url and sql_database"),
        Arguments.of(
            with("'egress':{'URL':'a','object_storage':{'url':'b'}}"),
            "egress names several targets; give exactly one of URL, object_storage.url and "
                + "sql_database"),
        Arguments.of(
            with("'egress':{'sql_database':{'url':'u'}}"),
            "egress.sql_database.secret is missing; give secret.name and secret.key"),
        Arguments.of(
            with(service + ",'parallelism_spec':{'constant':2}"),
            "parallelism_spec must have the constant 1 with a service; correct it"),
        Arguments.of(
            with("'service':{'type':'Mesh'}"),
            "service.type must be NodePort, ClusterIP or LoadBalancer; choose one of them"),
        Arguments.of(
            with("'spout':{}"), "input cannot be used with a spout without a service; remove it"),
        Arguments.of(
            with("'spout':{" + service + "},'autoscaling':true"),
            "autoscaling cannot be used with a spout, which nothing outside triggers; remove it"),
        Arguments.of(
            with(service + ",'s3_out':true"),
            "s3_out cannot be used with a spout or a service; remove it"));
  }

  static Stream<Arguments> formerNames() {
    return Stream.of(
        Arguments.of(
            with("'standby':true"), "warning: standby is the old name of autoscaling; rename it"),
        Arguments.of(
            with("'chunkSpec':{'number':2}").replace("chunkSpec", "chunk_spec"),
            "warning: chunk_spec is the old name of datum_set_spec; rename it"),
        Arguments.of(
            with("'standby':true,'autoscaling':true"),
            "standby is the old name of autoscaling, which is given too; remove it"),
        Arguments.of(
            with("'enable_stats':true"),
            "warning: enable_stats is ignored: statistics of datums are always kept"),
        Arguments.of(
            with("'cacheSize':'1G'"), "warning: cache_size is ignored: Tusk has no such setting"),
        Arguments.of(
            with("'parallelism_spec':{'coefficient':2}"),
            "warning: parallelism_spec.coefficient is ignored: Tusk does not count nodes; give a "
                + "constant"),
        Arguments.of(
            withTransform("'build':{'language':'go'}"),
            "warning: transform.build is ignored: commands run with the host's programs, without an"
                + " image"),
        Arguments.of(
            withInput(
                "{'group':[{'pfs':{'repo':'a','glob':'/*'}},{'cron':{'name':'t','spec':'@daily'}}]}"),
            "warning: input.group[1].cron has no group_by: in a group all its ticks are one datum,"
                + " which grows with each; give it overwrite, which keeps the newest alone"),
        Arguments.of(
            with("'incremental':false"),
            "warning: incremental is ignored: false is what every pipeline does"),
        Arguments.of(
            with("'incremental':true"),
            "incremental is not supported: code no longer sees its earlier output; choose a glob "
                + "that makes each new file a datum of its own"),
        Arguments.of(
            Specs.HEAD + Specs.CMD + ",'inputs':[{'repo':{'name':'a'}}]}",
            "inputs is not supported: it is the list of Pachyderm before 1.6; write \"input\" with "
                + "one pfs, or a cross"),
        Arguments.of(
            withInput("{'git':{'url':'u'}}"),
            "input.git is not supported: mirror the repository's files with put file, and read them "
                + "with pfs"),
        Arguments.of(
            withInput("{'atom':{'repo':'a'}}"),
            "input.atom is not supported: it is the old name of pfs; rename it, and from_commit to "
                + "from"),
        Arguments.of(
            with("'spec_commit':{'id':'a'}"),
            "spec_commit is not supported: Tusk keeps the versions of specifications itself; remove "
                + "it"));
  }

  @Test
  void allErrorsAreListedAtOnceWithTheirPlaces() {
    String text =
        """
        # two pipelines
        pipeline: {name: edges}
        transform:
          cmd: [python3, 5]
          stdn: []
        input:
          pfs:
            repo: images
            glob: "/[a"
        datumTries: -2
        ---
        pipeline:
          name: other
        transform: {cmd: [sh]}
        """;
    SpecFile file = Specs.parse(text);
    assertThat(file.specs()).hasSize(1);
    assertThatThrownBy(file::requireValid)
        .isInstanceOf(TuskException.class)
        .hasMessage(
            """
            f:4:18: transform.cmd[1] must be a string, not the number 5; put it in quotes
            f:5:3: unknown field "stdn" in transform; did you mean "stdin"?
            f:9:11: input.pfs.glob "/[a" is no glob: "[" is not closed; add "]"
            f:10:13: datum_tries must be at least 0, not -2""")
        .extracting(e -> ((TuskException) e).code())
        .isEqualTo(ErrorCode.INVALID);
    assertThat(file.problems().get(3).pointer()).isEqualTo("/datumTries");
  }

  @Test
  void aBrokenValueIsReportedOnce() {
    assertThat(problems("pipeline: {name: a}\ntransform: {cmd: *c}\ninput: *i\n"))
        .containsExactly(
            "f:2:18: the YAML alias *c is not supported; write the value out",
            "f:3:8: the YAML alias *i is not supported; write the value out");
  }

  @Test
  void switchesAndSchemaAreNoPartOfThePipeline() {
    ParsedSpec parsed =
        Specs.parse(
                with("\"update\":true,\"dryRun\":false,\"$schema\":\"https://x\"")
                    .replace("\"cmd\"", "\"$schema\":1,\"cmd\""))
            .requireValid()
            .get(0);
    assertThat(parsed.switches())
        .hasToString(
            "Switches[update=Optional[true], reprocess=Optional.empty, dryRun=Optional[false], "
                + "stopped=false]");
    PipelineSpec plain = Specs.spec(with(""));
    assertThat(parsed.spec()).isEqualTo(plain);
  }

  @Test
  void positionsFollowTheSorting() {
    ParsedSpec parsed =
        Specs.parse(
                """
                pipeline: {name: p}
                transform: {cmd: [sh]}
                input:
                  cross:
                  - pfs: {repo: b, glob: /}
                  - pfs: {repo: a, glob: /}
                """)
            .requireValid()
            .get(0);
    assertThat(parsed.position("/input/cross/0/pfs/repo")).hasToString("f:6:17");
    assertThat(parsed.position("/input/cross/1/pfs/branch")).hasToString("f:5:10");
    assertThat(parsed.position("/datum_tries")).hasToString("f:1:1");
  }
}
