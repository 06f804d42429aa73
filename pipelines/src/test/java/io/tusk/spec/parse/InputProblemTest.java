/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import static io.tusk.spec.parse.Specs.withInput;
import static io.tusk.spec.parse.Specs.withPfs;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class InputProblemTest {
  @ParameterizedTest
  @MethodSource({"inputs", "combinations"})
  void exactlyThisIsReported(String text, String problem) {
    Specs.assertOneProblem(text, problem);
  }

  static Stream<Arguments> inputs() {
    String kinds = "; give one of pfs, cross, union, join, group or cron";
    return Stream.of(
        Arguments.of(withInput("{}"), "input names nothing to read" + kinds),
        Arguments.of(withInput("{'cross':[]}"), "input names nothing to read" + kinds),
        Arguments.of(withInput("{'cross':[{}]}"), "input.cross[0] names nothing to read" + kinds),
        Arguments.of(
            withInput("{'pfs':{'repo':'a','glob':'/'},'cron':{'name':'t','spec':'@daily'}}"),
            "input holds pfs and cron; give one, or put them into a cross or union"),
        Arguments.of(
            withInput("{'pfs':{'glob':'/'}}"),
            "input.pfs.repo is missing; name the repository to read"),
        Arguments.of(
            withInput("{'pfs':{'repo':'a'}}"),
            "input.pfs.glob is missing; \"/\" makes one datum of all files, \"/*\" one of each at "
                + "the top"),
        Arguments.of(
            withPfs("'name':'out'"),
            "input.pfs.name cannot be \"out\", as /pfs/out is where results go; give another name"),
        Arguments.of(
            withInput("{'pfs':{'repo':'out','glob':'/'}}"),
            "input.pfs.name cannot be \"out\", as /pfs/out is where results go; give another name"),
        Arguments.of(
            withInput("{'pfs':{'repo':'','glob':'/'}}"),
            "input.pfs.repo is missing; name the repository to read"),
        Arguments.of(
            withInput("{'pfs':{'repo':'a','glob':''}}"),
            "input.pfs.glob is missing; \"/\" makes one datum of all files, \"/*\" one of each at "
                + "the top"),
        Arguments.of(
            withPfs("'project':'a b'"),
            "input.pfs.project is invalid: project name \"a b\" may hold only letters, digits, '-' "
                + "and '_'; choose another name"),
        Arguments.of(
            withPfs("'branch':'a b'"),
            "input.pfs.branch is invalid: branch name \"a b\" may hold only letters, digits, '-' "
                + "and '_'; choose another name"),
        Arguments.of(
            withPfs("'name':'.env'"), "input.pfs.name cannot be \".env\"; give another name"),
        Arguments.of(
            withPfs("'name':'" + "é".repeat(128) + "'"),
            "input.pfs.name \""
                + "é".repeat(60)
                + "...\" has more than 255 bytes, and names a directory; give a shorter name"),
        Arguments.of(
            withPfs("'name':'a/b'"),
            "input.pfs.name cannot be \"a/b\", as it names a directory; remove slashes and control "
                + "characters"),
        Arguments.of(
            withPfs("'repo_type':'meta'"),
            "input.pfs.repo_type \"meta\" does not exist: there are user repositories only; remove it"),
        Arguments.of(
            withPfs("'commit':'abc'"),
            "input.pfs.commit cannot be an input; create a branch whose head it is, and read that "
                + "branch"));
  }

  static Stream<Arguments> combinations() {
    String a = "{'pfs':{'repo':'a','glob':'/'}}";
    String s3 = "{'pfs':{'repo':'a','glob':'/','s3':true}}";
    return Stream.of(
        Arguments.of(
            withInput("{'cross':[" + a + "," + a + "]}"),
            "input.cross[1].pfs.name \"a\" is used by two inputs; rename one of them"),
        Arguments.of(
            withInput("{'cross':[{'union':[" + a + "," + a + "]}," + a + "]}"),
            "input.cross[1].pfs.name \"a\" is used by two inputs; rename one of them"),
        Arguments.of(
            withInput("{'cross':[" + a + ",{'union':[" + a + "]}]}"),
            "input.cross[1].union[0].pfs.name \"a\" is used by two inputs; rename one of them"),
        Arguments.of(
            withInput("{'pfs':{'repo':'edges','glob':'/'}}"),
            "input.pfs.repo is the pipeline's own output; a pipeline cannot read what it writes"),
        Arguments.of(
            withInput(
                "{'cross':[" + a + ",{'pfs':{'repo':'a','name':'b','branch':'dev','glob':'/'}}]}"),
            "input.cross[1].pfs.branch \"dev\" of a cannot be read beside \"master\" of the same "
                + "repository; read one of them"),
        Arguments.of(
            withPfs("'branch':'x','trigger':{'branch':'x','commits':1}"),
            "input.pfs.trigger starts from the very branch that it moves; name another branch"),
        Arguments.of(
            withPfs("'trigger':{'all':true}"),
            "input.pfs.trigger needs a condition; give it size, commits, rate_limit_spec or"
                + " cron_spec"),
        Arguments.of(
            withInput(
                "{'cross':[{'pfs':{'repo':'a','name':'b','branch':'x','glob':'/',"
                    + "'trigger':{'commits':1}}},{'pfs':{'repo':'a','name':'c','branch':'x',"
                    + "'glob':'/','trigger':{'commits':2}}}]}"),
            "input.cross[1].pfs.trigger is not that of another input with this branch; give both"
                + " the same"),
        Arguments.of(
            withPfs("'trigger':{'commits':-1}"),
            "input.pfs.trigger.commits must be at least 0, not -1"),
        Arguments.of(
            withPfs("'s3':true"), "input.pfs.glob must be \"/\" with s3; correct it, or remove s3"),
        Arguments.of(
            withInput(s3.replace("true", "true,'lazy':true")),
            "input.pfs.lazy cannot be used with s3; remove one of them"),
        Arguments.of(
            withInput(s3.replace("true", "true,'empty_files':true")),
            "input.pfs.empty_files cannot be used with s3; remove one of them"),
        Arguments.of(
            withInput("{'union':[" + s3 + "]}"),
            "input.union[0].pfs.s3 cannot be used within a union; remove it"),
        Arguments.of(
            withInput("{'join':[{'cross':[" + s3 + "]}]}"),
            "input.join[0].cross[0].pfs.s3 cannot be used within a join; remove it"),
        Arguments.of(
            withInput("{'cron':{'spec':'@daily'}}"), "input.cron.name is missing; name the input"),
        Arguments.of(
            withInput("{'cron':{'name':'t'}}"),
            "input.cron.spec is missing; say when it ticks, as \"@daily\" or \"0 6 * * mon\""),
        Arguments.of(
            withInput("{'cron':{'name':'t','spec':'@daily','repo':'edges'}}"),
            "input.cron.repo is the pipeline's own output; name another one for the ticks"),
        Arguments.of(
            withInput(
                "{'cross':[{'cron':{'name':'t','spec':'@daily','repo':'r'}},"
                    + "{'cron':{'name':'u','spec':'@daily','repo':'r'}}]}"),
            "input.cross[1].cron.repo \"r\" is read by another input; give the ticks their own"),
        Arguments.of(
            withInput(
                "{'cross':[{'pfs':{'repo':'r','branch':'b','glob':'/'}},"
                    + "{'cron':{'name':'u','spec':'@daily','repo':'r'}}]}"),
            "input.cross[1].cron.repo \"r\" is read by another input; give the ticks their own"));
  }
}
