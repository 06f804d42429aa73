/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import static io.tusk.spec.parse.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.spec.PipelineSpec;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each field, in both spellings and both syntaxes, against its canonical form. */
final class FieldTest {
  private static void check(String text, String canonicalPart) {
    PipelineSpec expected = spec(text);
    String canonical = SpecJson.write(expected);
    assertThat(canonical).contains(canonicalPart);
    assertThat(spec(Spelling.camel(text))).as("camel").isEqualTo(expected);
    assertThat(spec(Spelling.yaml(text))).as(Spelling.yaml(text)).isEqualTo(expected);
    assertThat(spec(Spelling.yaml(Spelling.camel(text)))).as("camel YAML").isEqualTo(expected);
    assertThat(SpecJson.read(canonical)).as("canonical").isEqualTo(expected);
    assertThat(SpecJson.write(SpecJson.read(canonical))).isEqualTo(canonical);
  }

  @ParameterizedTest
  @MethodSource
  void ofTheSpecification(String field, String canonical) {
    check(Specs.with(field), "," + canonical);
  }

  static Stream<Arguments> ofTheSpecification() {
    return Stream.of(
            same("'description':'finds edges'"),
            same("'parallelism_spec':{'constant':4}"),
            to("'parallelism_spec':{'constant':'4'}", "'parallelism_spec':{'constant':4}"),
            to("'parallelism_spec':{'constant':0}", "'output_branch':'master'"),
            same("'output_branch':'results'"),
            same("'egress':{'URL':'s3://bucket/dir'}"),
            to(
                "'egress':{'object_storage':{'url':'s3://bucket'}}",
                "'egress':{'URL':'s3://bucket'}"),
            same(
                "'egress':{'sql_database':{'url':'postgres://h/d','file_format':{'type':'CSV',"
                    + "'columns':['a','b']},'secret':{'name':'n','key':'k'}}}"),
            to(
                "'egress':{'sql_database':{'url':'u','file_format':{'type':3},"
                    + "'secret':{'name':'n','key':'k'}}}",
                "'egress':{'sql_database':{'url':'u','file_format':{'type':'PARQUET'}"),
            same("'datum_set_spec':{'number':5,'size_bytes':9007199254740993,'per_worker':2}"),
            to("'datum_set_spec':{'size_bytes':'77'}", "'datum_set_spec':{'size_bytes':77}"),
            to("'datum_set_spec':{}", "'datum_tries':3"),
            same("'datum_timeout':'30s'"),
            to("'datum_timeout':'1h30m'", "'datum_timeout':'5400s'"),
            to("'job_timeout':'1.5s'", "'job_timeout':'1.5s'"),
            to("'job_timeout':'5m'", "'job_timeout':'300s'"),
            to("'job_timeout':'100ms'", "'job_timeout':'0.1s'"),
            same("'datum_tries':7"),
            to("'datum_tries':0", "'datum_tries':3"),
            to("'datum_tries':'2'", "'datum_tries':2"),
            same("'salt':'abc'"),
            same("'reprocess_spec':'every_job'"),
            to("'reprocess_spec':''", "'reprocess_spec':'until_success'"),
            same("'autoscaling':true"),
            same("'s3_out':true"),
            same(
                "'service':{'internal_port':8888,'external_port':30888,'ip':'1.2.3.4',"
                    + "'type':'LoadBalancer'}"),
            to(
                "'service':{'internal_port':'80'}",
                "'service':{'internal_port':80,'type':'NodePort'}"),
            same(
                "'resource_requests':{'cpu':0.5,'memory':'64M','disk':'1Gi',"
                    + "'gpu':{'type':'nvidia.com/gpu','number':1}}"),
            same("'resource_limits':{'cpu':2.0,'memory':'500m'}"),
            same("'sidecar_resource_requests':{'memory':'1e3'}"),
            same("'sidecar_resource_limits':{'memory':'.5Gi'}"),
            same(
                "'scheduling_spec':{'node_selector':{'disk_type':'ssd'},"
                    + "'priority_class_name':'high'}"),
            same("'tolerations':[{'key':'k','operator':'Exists','toleration_seconds':1.50}]"),
            same("'pod_spec':'{}'"),
            same("'pod_patch':'[1]'"),
            same("'metadata':{'annotations':{'a_b':'1'},'labels':{'c':'d'}}"),
            same("'determined':{'workspaces':['a'],'n':12345678901234567890}"),
            same("'tf_job':{'any':[null,true]}"),
            same("'maximum_expected_uptime':'60s'"),
            to("'description':null,'salt':null,'egress':null", "'output_branch':'master'"))
        .map(FieldTest::quoted);
  }

  @ParameterizedTest
  @MethodSource
  void ofTheTransform(String field, String canonical) {
    check(Specs.withTransform(field), canonical);
  }

  static Stream<Arguments> ofTheTransform() {
    return Stream.of(
            same("'stdin':['a','','b']"),
            same("'err_cmd':['true']"),
            to("'err_cmd':['sh'],'err_stdin':['exit 1']", "'err_stdin':['exit 1']"),
            same("'env':{'A_B':'1','C':''}"),
            same("'secrets':[{'name':'n','key':'k','mount_path':'/m','env_var':'V'}]"),
            same("'image':'ubuntu:20.04'"),
            same("'image_pull_secrets':['s']"),
            same("'accept_return_code':[0,255]"),
            to("'accept_return_code':['1']", "'accept_return_code':[1]"),
            same("'debug':true"),
            same("'user':'1000:1000'"),
            same("'working_dir':'/w'"),
            same("'dockerfile':'Dockerfile'"),
            same("'memory_volume':true"),
            same("'datum_batching':true"))
        .map(FieldTest::quoted);
  }

  @ParameterizedTest
  @MethodSource
  void ofAPfsInput(String field, String canonical) {
    check(Specs.withPfs(field), canonical);
  }

  static Stream<Arguments> ofAPfsInput() {
    String from = "'project':'default','name':'images','repo':'images','branch':'master'";
    return Stream.of(
            to("'lazy':false", "'pfs':{" + from + ",'glob':'/*'}"),
            to("'project':'p'", "'pfs':{'project':'p','name':'images','repo':'images'"),
            same("'name':'in'"),
            to("'repo_type':'user'", from),
            same("'branch':'dev'"),
            same("'join_on':'$1'"),
            same("'outer_join':true"),
            same("'group_by':'$2'"),
            same("'lazy':true"),
            same("'empty_files':true"),
            same(
                "'trigger':{'branch':'dev','all':true,'rate_limit_spec':'@hourly','size':'100M',"
                    + "'commits':5,'cron_spec':'0 6 * * *'}"),
            to("'trigger':{'size':'1K'}", "'branch':'edges-trigger-1'"),
            to("'trigger':{'size':'1K'}", "'trigger':{'branch':'master','size':'1K'}"),
            same("'propagation_spec':{'never':true}"),
            to("'propagation_spec':{}", from),
            same("'reference':true"),
            same("'from':'staging'"),
            same("'from':'0123456789abcdef0123456789abcdef'"))
        .map(FieldTest::quoted);
  }

  @ParameterizedTest
  @MethodSource
  void ofOtherInputs(String input, String canonical) {
    check(Specs.withInput(input), "'input':".replace('\'', '"') + canonical);
  }

  static Stream<Arguments> ofOtherInputs() {
    String a = "{'pfs':{'project':'default','name':'a','repo':'a','branch':'master','glob':'/'}}";
    String b = "{'pfs':{'project':'default','name':'b','repo':'b','branch':'master','glob':'/*'}}";
    String cron = "{'cron':{'name':'t','project':'default','repo':'edges_t','spec':'@daily'}}";
    return Stream.of(
            to("{'pfs':{'repo':'b','glob':'*/'}}", b),
            to("{'pfs':{'repo':'a','glob':'/'}}", a),
            to("{'pfs':{'repo':'b','glob':'./*'}}", b),
            to("{'pfs':{'repo':'b','glob':'/../x/y/../../*/./'}}", b),
            to("{'pfs':{'repo':'a','glob':'.'}}", a),
            same("{'cross':[" + a + "," + b + "]}"),
            to("{'cross':[" + b + "," + a + "]}", "{'cross':[" + a + "," + b + "]}"),
            to("{'union':[" + b + "," + a + "],'cross':[]}", "{'union':[" + a + "," + b + "]}"),
            same("{'join':[" + a + "," + b + "]}"),
            same("{'group':[" + a + "," + b + "]}"),
            to(
                "{'cross':[" + a + ",{'cron':{'name':'t','spec':'@daily'}}]}",
                "{'cross':[" + cron + "," + a + "]}"),
            to(
                "{'join':[{'cross':[" + b.replace("'b'", "'c'") + "," + b + "]}," + a + "]}",
                "{'join':[" + a + ",{'cross':[" + b + "," + b.replace("'b'", "'c'") + "]}]}"),
            same(
                "{'cron':{'name':'t','project':'p','repo':'ticks','spec':'*/5 0-6,9 1 jan mon',"
                    + "'overwrite':true,'start':'2026-01-31T07:00:00Z'}}"),
            to(
                "{'cron':{'name':'t','spec':'@never','start':'2026-01-31T08:00:00+01:00'}}",
                "{'cron':{'name':'t','project':'default','repo':'edges_t','spec':'@never',"
                    + "'start':'2026-01-31T07:00:00Z'}}"))
        .map(FieldTest::quoted);
  }

  @Test
  void schemaReferencesAreNoFieldsAtAnyLevel() {
    String plain =
        "{'pipeline':{'project':{'name':'p'},'name':'edges'},'transform':{'cmd':['sh'],"
            + "'env':{'A':'1'},'secrets':[{'name':'n','mount_path':'/n'}]},'input':{'cross':["
            + "{'pfs':{'repo':'a','glob':'/','propagation_spec':{'never':true}}},"
            + "{'cron':{'name':'t','spec':'@daily'}}]},'metadata':{'labels':{'b':'c'}},"
            + "'parallelism_spec':{'constant':2},'datum_set_spec':{'number':2},"
            + "'resource_limits':{'memory':'1Gi','gpu':{'number':1}}}";
    String referring = plain.replaceAll("\\{(?=')", "{'\\$schema':'x',");
    assertThat(referring.split("schema", -1)).hasSizeGreaterThan(15);
    assertThat(spec(referring.replace('\'', '"'))).isEqualTo(spec(plain.replace('\'', '"')));
  }

  @Test
  void wholeNumbersMayBeStringsOfDigits() {
    String numbers =
        "'parallelism_spec':{'constant':1},'datum_set_spec':{'number':5,"
            + "'size_bytes':9223372036854775807,'per_worker':2},'datum_tries':6,"
            + "'resource_limits':{'processes':7,'gpu':{'number':8}},"
            + "'service':{'internal_port':80,'external_port':81}";
    String texts = numbers.replaceAll(":([0-9]+)", ":'$1'");
    PipelineSpec expected = spec(Specs.with(numbers.replace('\'', '"')));
    PipelineSpec read = spec(Specs.with(texts.replace('\'', '"')));
    assertThat(read).isEqualTo(expected);
    assertThat(read.datumSets().orElseThrow().sizeBytes()).isEqualTo(Long.MAX_VALUE);
  }

  private static String[] same(String field) {
    return to(field, field);
  }

  private static String[] to(String field, String canonical) {
    return new String[] {field, canonical};
  }

  private static Arguments quoted(String[] row) {
    return Arguments.of(row[0].replace('\'', '"'), row[1].replace('\'', '"'));
  }
}
