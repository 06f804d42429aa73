/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.spec.text.SpecProblem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SupportedFeaturesTest {
  private static final String CLUSTER =
      ": it matters to Kubernetes only; it is kept without effect";

  private static List<String> findings(String text) {
    ParsedSpec parsed = Specs.parse(text.replace('\'', '"')).requireValid().get(0);
    return SupportedFeatures.findings(parsed.spec()).stream()
        .map(f -> f.severity() + " " + f.pointer() + " " + f.message())
        .toList();
  }

  @Test
  void whatThisVersionRuns() {
    assertThat(
            findings(
                Specs.HEAD
                    + "'transform':{'cmd':['sh'],'stdin':['a'],'env':{'A':'b'},"
                    + "'accept_return_code':[1],'working_dir':'/','err_cmd':['x'],'err_stdin':['y'],"
                    + "'user':'u','memory_volume':true,'datum_batching':true,"
                    + "'secrets':[{'name':'n','mount_path':'/n'}]},"
                    + "'parallelism_spec':{'constant':2},'description':'d','output_branch':'b',"
                    + "'reprocess_spec':'every_job','salt':'s','datum_tries':1,'datum_timeout':'1s','job_timeout':'1s',"
                    + "'maximum_expected_uptime':'1s','egress':{'URL':'s3://b/c'},'resource_limits':{'memory':'1Gi','processes':9},'datum_set_spec':{'number':1},"
                    + Specs.INPUT
                    + "}"))
        .isEmpty();
    assertThat(
            findings(
                Specs.HEAD
                    + "'transform':{'java':{'class':'a.B','jar':'b.jar'},'env':{'A':'b'},"
                    + "'secrets':[{'name':'n','key':'k','env_var':'K'}]},"
                    + Specs.INPUT
                    + "}"))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void whatItDoesNot(String text, String finding) {
    assertThat(findings(text)).as(text).contains(finding);
  }

  static Stream<Arguments> whatItDoesNot() {
    Stream<Arguments> cluster =
        Stream.of(
                row(Specs.with("'resource_requests':{'cpu':1}"), "resource_requests"),
                row(Specs.with("'sidecar_resource_requests':{}"), "sidecar_resource_requests"),
                row(Specs.with("'sidecar_resource_limits':{}"), "sidecar_resource_limits"),
                row(Specs.with("'scheduling_spec':{'priority_class_name':'p'}"), "scheduling_spec"),
                row(Specs.with("'tolerations':[{}]"), "tolerations"),
                row(Specs.with("'pod_spec':'{}'"), "pod_spec"),
                row(Specs.with("'pod_patch':'[]'"), "pod_patch"),
                row(Specs.with("'metadata':{'labels':{'a':'b'}}"), "metadata"))
            .map(row -> Arguments.of(row[0], "WARNING /" + row[1] + " " + row[1] + CLUSTER));
    return Stream.of(cluster, javaOnly(), others()).flatMap(s -> s);
  }

  private static Stream<Arguments> javaOnly() {
    String reason =
        ": it matters to commands only, and Java code runs in the worker itself; remove it";
    return Stream.of(
        Arguments.of(withJava("'user':'u'"), "ERROR /transform/user transform.user" + reason),
        Arguments.of(
            withJava("'working_dir':'/x'"),
            "ERROR /transform/working_dir transform.working_dir" + reason),
        Arguments.of(
            withJava("'datum_batching':true"),
            "ERROR /transform/datum_batching transform.datum_batching" + reason),
        Arguments.of(
            withJava("'memory_volume':true"),
            "ERROR /transform/memory_volume transform.memory_volume" + reason),
        Arguments.of(
            withJava("'accept_return_code':[3]"),
            "ERROR /transform/accept_return_code transform.accept_return_code" + reason),
        Arguments.of(
            withJava("'secrets':[{'name':'n','mount_path':'/n'}]"),
            "ERROR /transform/secrets transform.secrets: Java code sees no files of its own; give"
                + " each secret an env_var instead of a mount_path"));
  }

  private static String withJava(String field) {
    return Specs.HEAD + "'transform':{'java':{'class':'a.B'}," + field + "}," + Specs.INPUT + "}";
  }

  private static Stream<Arguments> others() {
    String endless =
        ": Tusk runs batch jobs, and this never ends; run it outside and put its files into a "
            + "repository";
    String s3 = ": Tusk has no S3 gateway; read and write the files under /pfs instead";
    String image = " is without effect: commands run with the host's programs, without an image";
    return Stream.of(
            row(
                Specs.HEAD + Specs.CMD + "}",
                "ERROR /input input is missing; a job needs something " + "to read"),
            row(Specs.with("'service':{}"), "ERROR /service service" + endless),
            row(Specs.HEAD + Specs.CMD + ",'spout':{}}", "ERROR /spout spout" + endless),
            row(Specs.with("'s3_out':true"), "ERROR /s3_out s3_out" + s3),
            row(
                Specs.withInput("{'pfs':{'repo':'a','glob':'/','s3':true}}"),
                "ERROR /input/pfs/s3 input.pfs.s3" + s3),
            row(
                Specs.with("'tf_job':{}"),
                "ERROR /tf_job tf_job: Tusk starts no TensorFlow jobs; run the training as a command"),
            row(
                Specs.with("'determined':{}"),
                "ERROR /determined determined: Tusk does not work with Determined; remove it"),
            row(
                Specs.with("'egress':{'object_storage':{'url':'gs://b/c'}}"),
                "ERROR /egress/URL egress.URL: Tusk copies to s3://BUCKET/PATH; give such a URL,"
                    + " with --endpoint for the S3 interface of another storage"),
            row(
                Specs.with("'egress':{'URL':'s3:///c'}"),
                "ERROR /egress/URL egress.URL: Tusk copies to s3://BUCKET/PATH; give such a URL,"
                    + " with --endpoint for the S3 interface of another storage"),
            row(
                Specs.with("'egress':{'sql_database':{'url':'u','secret':{'name':'n','key':'k'}}}"),
                "ERROR /egress/sql_database egress.sql_database: Tusk writes to no database; load "
                    + "the output branch with the database's own tool"),
            row(
                Specs.with("'resource_limits':{'memory':'1Gi','cpu':1}"),
                "WARNING /resource_limits/cpu resource_limits.cpu" + CLUSTER),
            row(
                Specs.with("'resource_limits':{'disk':'1Gi'}"),
                "WARNING /resource_limits/disk resource_limits.disk" + CLUSTER),
            row(
                Specs.with("'resource_limits':{'gpu':{}}"),
                "WARNING /resource_limits/gpu resource_limits.gpu" + CLUSTER),
            row(
                withJava("'env':{}").replace("'transform'", "'resource_limits':{},'transform'"),
                "WARNING /resource_limits resource_limits is without effect: Java code runs in the"
                    + " worker itself"),
            row(
                Specs.with("'autoscaling':true"),
                "WARNING /autoscaling autoscaling is without effect: nothing runs between jobs"),
            row(
                Specs.withTransform("'image':'a'"),
                "WARNING /transform/image transform.image" + image),
            row(
                Specs.withTransform("'image_pull_secrets':['a']"),
                "WARNING /transform/image_pull_secrets transform.image_pull_secrets" + image),
            row(
                Specs.withTransform("'dockerfile':'a'"),
                "WARNING /transform/dockerfile transform.dockerfile" + image),
            row(
                Specs.withTransform("'debug':true"),
                "WARNING /transform/debug transform.debug is without effect: logs are always "
                    + "complete"),
            row(
                Specs.withPfs("'join_on':'$1'"),
                "WARNING /input/pfs/join_on input.pfs.join_on is outside a join, and only sets the"
                    + " variable PACH_DATUM_<name>_JOIN_ON"),
            row(
                Specs.withPfs("'outer_join':true"),
                "WARNING /input/pfs/outer_join input.pfs.outer_join is without effect outside a "
                    + "join"),
            row(
                Specs.withPfs("'group_by':'$1'"),
                "WARNING /input/pfs/group_by input.pfs.group_by is outside a group, and only sets the"
                    + " variable PACH_DATUM_<name>_GROUP_BY"))
        .map(row -> Arguments.of(row[0], row[1]));
  }

  private static String[] row(String text, String field) {
    return new String[] {text, field};
  }

  @Test
  void templatesHaveTheirMeaningWithinJoinsAndGroups() {
    assertThat(
            findings(
                Specs.withInput(
                    "{'join':[{'cross':[{'pfs':{'repo':'a','glob':'/(*)','join_on':'$1'}}]}]}")))
        .noneMatch(finding -> finding.startsWith("WARNING"));
    assertThat(
            findings(
                Specs.withInput("{'group':[{'pfs':{'repo':'a','glob':'/(*)','group_by':'$1'}}]}")))
        .noneMatch(finding -> finding.startsWith("WARNING"));
  }

  @Test
  void templatesNameGroupsThatTheirGlobsHave() {
    String text =
        "{'join':[{'pfs':{'repo':'a','glob':'/(*)-(*)','join_on':'$2${1}$0$$3'}},"
            + "{'pfs':{'repo':'b','glob':'/(*)-(*)','join_on':'x$3'}},"
            + "{'group':[{'pfs':{'repo':'c','glob':'/*','join_on':'$0','group_by':'${year}'}}]}]}";
    assertThat(findings(Specs.withInput(text)))
        .containsExactly(
            "ERROR /input/join/1/pfs/join_on input.join[1].pfs.join_on names $3, and glob"
                + " \"/(*)-(*)\" has 2 groups in parentheses; correct one of them",
            "ERROR /input/join/2/group/0/pfs/group_by input.join[2].group[0].pfs.group_by names"
                + " ${year}, and glob \"/*\" has no group in parentheses; correct one of them");
  }

  @Test
  void whatStartsFromACommitIsNotJoinedOrGrouped() {
    String text = "{'group':[{'union':[{'pfs':{'repo':'a','glob':'/','from':'old'}}]}]}";
    assertThat(findings(Specs.withInput(text)))
        .containsExactly(
            "ERROR /input/group/0/union/0/pfs/from input.group[0].union[0].pfs.from: cannot be used"
                + " within a join or group; remove it");
  }

  @Test
  void findingsHaveTheirPlaces() {
    ParsedSpec parsed =
        Specs.parse(
                """
                pipeline: {name: p}
                transform: {cmd: [sh], image: a}
                s3Out: true
                input:
                  cross:
                  - pfs: {repo: b, glob: /, s3: true}
                  - pfs: {repo: a, glob: /}
                """)
            .requireValid()
            .get(0);
    assertThat(SupportedFeatures.problems(parsed).stream().map(SpecProblem::toString))
        .containsExactly(
            "f:3:8: s3_out: Tusk has no S3 gateway; read and write the files under /pfs instead",
            "f:2:31: warning: transform.image is without effect: commands run with the host's "
                + "programs, without an image",
            "f:6:33: input.cross[1].pfs.s3: Tusk has no S3 gateway; read and write the files under"
                + " /pfs instead");
  }
}
