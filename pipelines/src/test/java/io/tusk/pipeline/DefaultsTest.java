/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.fsck.Fsck;
import io.tusk.host.Host;
import io.tusk.log.Operation;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.EveryStore;
import io.tusk.objects.TestStores;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineChanges.Request;
import io.tusk.repo.Catalog;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import io.tusk.spec.RawJson;
import io.tusk.spec.parse.SpecDefaults;
import io.tusk.spec.text.SpecText;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Defaults in a store, and what they make of pipelines. */
@EveryStore
final class DefaultsTest {
  private static final DefaultsScope CLUSTER = new DefaultsScope.Cluster();
  private static final ProjectName P = new ProjectName("p");
  private static final DefaultsScope OF_P = new DefaultsScope.OfProject(P);

  private final TuskStore store = TuskStore.create(TestStores.create(), Host.system());

  @BeforeEach
  void createRepos() {
    change(
        tx -> {
          RepoChanges.createProject(tx, P, "");
          RepoChanges.create(tx, new RepoName(ProjectName.DEFAULT, "in"), "");
          RepoChanges.create(tx, new RepoName(P, "in"), "");
          return null;
        });
  }

  @AfterEach
  void checkStore() {
    List<String> problems = new ArrayList<>();
    new Fsck(store.objects(), store.host(), problem -> problems.add(problem.toString())).run();
    assertThat(problems).isEmpty();
  }

  private <T> T change(Function<Transaction, T> body) {
    return store.transact(new Operation("test", ""), body);
  }

  private Catalog catalog() {
    return store.snapshot().catalog();
  }

  private void put(DefaultsScope scope, String json) {
    change(
        tx -> {
          DefaultsChanges.put(tx, scope, new RawJson(json.replace('\'', '"')));
          return null;
        });
  }

  /** Creates the pipelines of a text over the store's defaults. */
  private List<String> apply(String text, ProjectName project) {
    return change(
        tx -> {
          SpecBatch batch =
              SpecBatch.read(new SpecText("f", text.replace('\'', '"')), project, tx.catalog());
          return SpecBatch.apply(
              tx,
              batch.specs(),
              SpecBatch.Action.UPDATE,
              Processed.KEEP,
              spec ->
                  new Request(
                      spec.spec(),
                      spec.written(),
                      "salt",
                      Optional.empty(),
                      SpecBatch.initialState(spec)));
        });
  }

  private static String spec(String name, String fields) {
    return "{'pipeline':{'name':'"
        + name
        + "'},'transform':{'cmd':['sh']},"
        + "'input':{'pfs':{'repo':'in','glob':'/*'}}"
        + fields
        + "}";
  }

  private PipelineVersion newest(ProjectName project, String name) {
    PipelineCatalog pipelines = new PipelineCatalog(catalog());
    return pipelines.newestVersion(pipelines.requirePipeline(new PipelineName(project, name)));
  }

  private List<String> regenerate(Processed processed) {
    return change(tx -> DefaultsChanges.regenerate(tx, processed, () -> "new salt")).stream()
        .map(PipelineName::toString)
        .toList();
  }

  private long jobs(ProjectName project, String name) {
    List<Job> jobs = new ArrayList<>();
    Iterator<Job> all = new JobCatalog(catalog()).jobs(new PipelineName(project, name));
    all.forEachRemaining(jobs::add);
    return jobs.size();
  }

  @Test
  void areKeptAsTheyWereGiven() {
    assertThat(new DefaultsCatalog(catalog()).all()).isEqualTo(SpecDefaults.BUILT_IN);
    put(CLUSTER, "{'datumTries':5}");
    put(OF_P, "{'description':'of p'}");
    put(OF_P, "{'description':'of p again'}");
    assertThat(new DefaultsCatalog(catalog()).all())
        .isEqualTo(
            new SpecDefaults(
                Optional.of(new RawJson("{\"datumTries\":5}")),
                Map.of(P, new RawJson("{\"description\":\"of p again\"}"))));
    change(
        tx -> {
          DefaultsChanges.delete(tx, CLUSTER);
          return null;
        });
    assertThat(new DefaultsCatalog(catalog()).find(CLUSTER)).isEmpty();
    assertFails(
        ErrorCode.NOT_FOUND,
        "there are no defaults of the cluster; 'tusk create defaults' makes them",
        () -> new DefaultsCatalog(catalog()).require(CLUSTER));
    DefaultsScope gone = new DefaultsScope.OfProject(new ProjectName("gone"));
    assertFails(
        ErrorCode.NOT_FOUND,
        "project gone does not exist; 'tusk create project gone' makes it",
        () -> put(gone, "{}"));
  }

  @Test
  void countForWhatIsMadeAfterwardsAndBothFormsAreKept() {
    apply(spec("old", ""), P);
    put(CLUSTER, "{'datumTries':5,'description':'c'}");
    put(OF_P, "{'datum_tries':7}");

    apply(spec("new", ",'reprocessSpec':'every_job'"), P);
    apply(spec("other", ""), ProjectName.DEFAULT);

    assertThat(newest(P, "old").spec().datumTries()).isEqualTo(3);
    PipelineVersion version = newest(P, "new");
    assertThat(version.spec().datumTries()).isEqualTo(7);
    assertThat(version.spec().description()).isEqualTo("c");
    assertThat(version.written().text())
        .isEqualTo(spec("new", ",'reprocessSpec':'every_job'").replace('\'', '"'));
    assertThat(newest(ProjectName.DEFAULT, "other").spec().datumTries()).isEqualTo(5);
  }

  @Test
  void regeneratingMakesVersionsOfThePipelinesThatChange() {
    apply(spec("a", ""), P);
    apply(spec("b", ",'datum_tries':2"), P);
    apply(spec("c", ""), ProjectName.DEFAULT);
    put(OF_P, "{'datum_tries':7}");

    assertThat(regenerate(Processed.KEEP)).containsExactly("p/a");

    assertThat(newest(P, "a").number()).isEqualTo(2);
    assertThat(newest(P, "a").spec().datumTries()).isEqualTo(7);
    assertThat(newest(P, "a").salt()).isEqualTo("salt");
    assertThat(jobs(P, "a")).isEqualTo(2);
    assertThat(newest(P, "b").number()).isEqualTo(1);
    assertThat(newest(ProjectName.DEFAULT, "c").number()).isEqualTo(1);
    assertThat(regenerate(Processed.KEEP)).isEmpty();

    put(OF_P, "{}");
    assertThat(regenerate(Processed.REPROCESS)).containsExactly("p/a");
    assertThat(newest(P, "a").spec().datumTries()).isEqualTo(3);
    assertThat(newest(P, "a").salt()).isEqualTo("new salt");
  }

  @Test
  void aPipelineThatCannotBeRunWithThemStopsTheWholeChange() {
    apply(spec("a", "").replace("'cmd':['sh']", "'java':{'class':'a.B'}"), P);
    assertFails(
        ErrorCode.INVALID,
        "cluster defaults:1:21: in pipeline p/a: transform.cmd cannot be used with transform.java;"
            + " remove one of them",
        () ->
            change(
                tx -> {
                  DefaultsChanges.put(
                      tx, CLUSTER, new RawJson("{\"transform\":{\"cmd\":[\"sh\"]}}"));
                  return DefaultsChanges.regenerate(tx, Processed.KEEP, () -> "s");
                }));
    assertThat(new DefaultsCatalog(catalog()).find(CLUSTER)).isEmpty();
  }

  @Test
  void anotherSaltInAnUpdateIsNotTakenAndSaidSo() {
    assertThat(apply(spec("a", ",'salt':'mine'"), P)).isEmpty();
    assertThat(newest(P, "a").salt()).isEqualTo("mine");
    assertThat(apply(spec("a", ",'salt':'mine'"), P)).isEmpty();
    assertThat(apply(spec("a", ",'salt':'other'"), P))
        .containsExactly(
            "pipeline p/a keeps its salt \"mine\", and the salt \"other\" of the specification is"
                + " ignored; --reprocess runs everything again");
    assertThat(newest(P, "a").salt()).isEqualTo("mine");
    assertThat(apply(spec("a", ",'salt':'other','reprocess':true"), P)).isEmpty();
    assertThat(newest(P, "a").salt()).isEqualTo("salt");
  }

  @Test
  void versionsAreFoundByAncestryAndByTime() {
    for (int i = 1; i <= 3; i++) {
      apply(spec("a", ",'datum_tries':" + i), P);
    }
    PipelineCatalog pipelines = new PipelineCatalog(catalog());
    for (String text : List.of("a^2", "a~2", "a.1", "a^^")) {
      assertThat(pipelines.requireVersion(PipelineRef.parse(P, text)).number()).isEqualTo(1);
    }
    assertThat(pipelines.requireVersion(PipelineRef.parse(P, "a")).number()).isEqualTo(3);
    assertFails(
        ErrorCode.NOT_FOUND,
        "pipeline p/a has 3 versions, so none is 3 before the newest; 'tusk list pipeline a"
            + " --history all' shows them",
        () -> pipelines.requireVersion(PipelineRef.parse(P, "a^3")));
    assertFails(
        ErrorCode.NOT_FOUND,
        "pipeline p/a has no version 4; 'tusk list pipeline a --history all' shows them",
        () -> pipelines.requireVersion(PipelineRef.parse(P, "a.4")));
    PipelineName name = new PipelineName(P, "a");
    var second = pipelines.requireVersion(name, 2).created();
    assertThat(pipelines.versionAt(name, second).orElseThrow().number()).isEqualTo(2);
    assertThat(pipelines.versionAt(name, second.minusMillis(1)).orElseThrow().number())
        .isEqualTo(1);
    assertThat(pipelines.versionAt(name, second.minusSeconds(3600))).isEmpty();
  }

  /** Defaults are no place for code that every version keeps: it has to be read from somewhere. */
  @Test
  void aJarThatDefaultsBringIsNotTakenForOneThatIsKept() {
    apply(spec("a", "").replace("'cmd':['sh']", "'java':{'class':'a.B'}"), P);
    assertFails(
        ErrorCode.CONFLICT,
        "pipeline p/a cannot be made anew: the defaults name jar code.jar, which it does not have;"
            + " 'tusk update pipeline' takes the jar into the store",
        () ->
            change(
                tx -> {
                  DefaultsChanges.put(
                      tx,
                      CLUSTER,
                      new RawJson("{\"transform\":{\"java\":{\"jar\":\"code.jar\"}}}"));
                  return DefaultsChanges.regenerate(tx, Processed.KEEP, () -> "s");
                }));
  }
}
