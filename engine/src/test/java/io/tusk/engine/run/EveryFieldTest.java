/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.spec.parse.SupportedFeatures;
import io.tusk.spec.schema.Field;
import io.tusk.spec.schema.FieldType;
import io.tusk.spec.schema.ObjectType;
import io.tusk.spec.schema.SpecFields;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Each field of a specification is refused by name, or said to be without effect, or has a test of
 * its effect. A new field needs a line here.
 */
final class EveryFieldTest {
  private static final String TABLE =
      """
      /pipeline/name                    EngineTest.runsEveryDatumOfANewPipeline
      /pipeline/project/name            FieldEffectsTest.aPipelineLivesInItsProjectAndReadsThere
      /description                      FieldEffectsTest.theDescriptionIsKeptWithTheVersion
      /transform/cmd                    FieldEffectsTest.theCommandIsRunWithoutAShell
      /transform/stdin                  FieldEffectsTest.standardInputIsTheLinesEachWithAnEnd
      /transform/err_cmd                TriesTest.theErrorCommandRunsAfterEveryFailedTryUntilItSucceeds
      /transform/err_stdin              TriesTest.theErrorCommandRunsAfterEveryFailedTryUntilItSucceeds
      /transform/env                    UserCodeEnvironmentTest.theseVariablesAndNoOthers
      /transform/secrets/name           DatumEnvironmentTest.secretsReachTheCommandAndNothingElse
      /transform/secrets/key            DatumEnvironmentTest.secretsReachTheCommandAndNothingElse
      /transform/secrets/mount_path     DatumEnvironmentTest.secretsReachTheCommandAndNothingElse
      /transform/secrets/env_var        DatumEnvironmentTest.secretsReachTheCommandAndNothingElse
      /transform/accept_return_code     DatumLifeTest.acceptedExitCodesAreSuccess
      /transform/user                   DatumEnvironmentTest.datumsRunAsTheUserOfTheSpecification
      /transform/working_dir            FieldEffectsTest.theWorkingDirectoryIsTheRootUnlessGiven
      /transform/memory_volume          DatumEnvironmentTest.aMemoryVolumeHoldsTheDatumsFiles
      /transform/datum_batching         DatumBatchingTest.oneProcessHandlesASet
      /transform/java/class             EngineTest.runsEveryDatumOfANewPipeline
      /transform/java/jar               JarPipelineTest.allLanesOfAProcessLoadItOnceAndItsFileGoesWithThem
      /input/pfs/project                FieldEffectsTest.anInputIsReadUnderItsNameFromItsProjectRepositoryAndBranch
      /input/pfs/name                   FieldEffectsTest.anInputIsReadUnderItsNameFromItsProjectRepositoryAndBranch
      /input/pfs/repo                   FieldEffectsTest.anInputIsReadUnderItsNameFromItsProjectRepositoryAndBranch
      /input/pfs/repo_type              FieldEffectsTest.anInputIsReadUnderItsNameFromItsProjectRepositoryAndBranch
      /input/pfs/branch                 FieldEffectsTest.anInputIsReadUnderItsNameFromItsProjectRepositoryAndBranch
      /input/pfs/glob                   PfsDatumsTest.everyPathThatTheGlobMatchesIsADatum
      /input/pfs/join_on                UserCodeEnvironmentTest.joinAndGroupValuesAreVariablesWhereTheyAreNotEmpty
      /input/pfs/group_by               UserCodeEnvironmentTest.joinAndGroupValuesAreVariablesWhereTheyAreNotEmpty
      /input/pfs/empty_files            EmptyFilesTest.namesAreThereAndContentsAreNot
      /input/pfs/lazy                   LazyFilesTest.filesThatAreOpenedAreFilled
      /input/pfs/reference              CombinedInputsTest.referencesCountByTheirPaths
      /input/cross                      CombinedInputsTest.cross
      /input/union                      CombinedInputsTest.unionOfArmsThatShareDatums
      /input/join                       CombinedInputsTest.join
      /input/group                      CombinedInputsTest.group
      /input/pfs/from                   FromTest.onlyWhatCameAfterTheCommitIsWork
      /parallelism_spec/constant        FieldEffectsTest.asManyDatumsRunAtOnceAsParallelismSays
      /output_branch                    UpdatesTest.anotherOutputBranchFollowsTheInputsAndTheOldOneNoMore
      /egress/URL                       EgressTest.theOutputIsCopiedBeforeTheJobEnds
      /egress/object_storage/url        EgressTest.theOutputIsCopiedBeforeTheJobEnds
      /datum_set_spec/number            DatumSetsTest.aProcessHandlesASetInTheOrderOfThePaths
      /datum_set_spec/size_bytes        DatumSetsTest.aProcessHandlesASetInTheOrderOfThePaths
      /datum_set_spec/per_worker        DatumSetsTest.setsPerWorkerCountForEachWorker
      /datum_timeout                    TriesTest.theTimeLimitIsThatOfEachTry
      /datum_tries                      DatumLifeTest.aDatumHasAsManyTriesAsTheSpecificationSays
      /job_timeout                      JobTimeTest.aJobIsKilledWhenItsTimeIsOver
      /salt                             UpdatesTest.theSaltOfTheSpecificationCountsAtCreation
      /reprocess_spec                   UpdatesTest.everyJobSkipsNothingThoughNothingChanged
      /resource_limits/memory           DatumLifeTest.aDatumThatUsesTooMuchFailsAlone
      /resource_limits/processes        DatumLifeTest.aDatumThatUsesTooMuchFailsAlone
      /update                           UpdateSemanticsTest.switchesInASpecificationHoldForThatOneAlone
      /reprocess                        UpdateSemanticsTest.switchesInASpecificationHoldForThatOneAlone
      """;

  /**
   * What the command line or the store heeds, and tests, with all below; and a field that is warned
   * of outside a join.
   */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "/dry_run",
          "/maximum_expected_uptime",
          "/input/cron/",
          "/input/pfs/outer_join",
          "/input/pfs/propagation_spec/",
          "/input/pfs/trigger/");

  private static Map<String, String> table() {
    Map<String, String> table = new LinkedHashMap<>();
    TABLE.lines().map(line -> line.split(" +", 2)).forEach(row -> table.put(row[0], row[1]));
    return table;
  }

  /**
   * Fields below one that is refused or without effect go with it; those of an input within another
   * are the same again.
   */
  private static void collect(ObjectType type, String path, Set<String> heeded) {
    for (Field field : type.fields()) {
      String pointer = path + "/" + field.name();
      if (SupportedFeatures.fields().containsKey(pointer)) {
        continue;
      }
      if (field.type() instanceof FieldType.One one) {
        collect(one.type().get(), pointer, heeded);
      } else if (field.type() instanceof FieldType.Many many && many.type().get() != type) {
        collect(many.type().get(), pointer, heeded);
      } else {
        heeded.add(pointer);
      }
    }
  }

  @Test
  void whatIsHeededHasATest() {
    Set<String> heeded = new TreeSet<>();
    collect(SpecFields.SPECIFICATION, "", heeded);
    heeded.removeIf(pointer -> ELSEWHERE.stream().anyMatch(pointer::startsWith));
    assertThat(table().keySet()).containsExactlyInAnyOrderElementsOf(heeded);
  }

  @Test
  void theTestsExist() throws ClassNotFoundException {
    for (String test : table().values()) {
      String[] parts = test.split("\\.", 2);
      Class<?> type = Class.forName(EveryFieldTest.class.getPackageName() + "." + parts[0]);
      assertThat(Arrays.stream(type.getDeclaredMethods()).filter(EveryFieldTest::isTest))
          .as(test)
          .extracting(Method::getName)
          .contains(parts[1]);
    }
  }

  private static boolean isTest(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }
}
