/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.log.Operation;
import io.tusk.meta.MetadataValue;
import io.tusk.objects.TestStores;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Ref;
import io.tusk.repo.Commit;
import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import io.tusk.tree.Edit;
import io.tusk.tree.Entry;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results that agree with themselves, and not with the inputs that they are of, are named. */
final class PlantedInputsTest {
  private static final String SPEC =
      """
      {"pipeline": {"name": "p"}, "datum_tries": 1,
       "transform": {"java": {"class": "CODE"}},
       "input": {"join": [
         {"pfs": {"repo": "left", "glob": "/(*)", "join_on": "$1"}},
         {"pfs": {"repo": "right", "glob": "/(*)", "join_on": "$1"}}]}}
      """;

  private final EngineFixture fixture = new EngineFixture(TestStores.create());

  /** Writes an empty file that has the path of the first input. */
  public static final class FirstName implements DatumTransform {
    @Override
    public void process(Datum datum) throws Exception {
      datum.create(datum.files().iterator().next().path().value()).close();
    }
  }

  /** Of commits with the datums of 2, of 1 and 2, and of 1: oldest first. */
  private final List<String> ids = new ArrayList<>();

  @BeforeEach
  void make() {
    fixture.createRepo("left");
    fixture.createRepo("right");
    fixture.createPipeline(SPEC.replace("CODE", FirstName.class.getName()));
    fixture.put("left", Map.of("/1", Optional.of("one"), "/2", Optional.of("two")));
    fixture.put("right", "/2", "due");
    fixture.run();
    fixture.put("right", new TreeMap<>(Map.of("/1", Optional.of("uno"))));
    fixture.run();
    fixture.put("right", new TreeMap<>(Map.of("/2", Optional.empty())));
    fixture.run();
    fixture
        .store
        .snapshot()
        .catalog()
        .commits(EngineFixture.repo("p"))
        .forEachRemaining(
            commit ->
                commit
                    .result()
                    .flatMap(Commit.Result::datums)
                    .ifPresent(datums -> ids.add(0, commit.id().value())));
    assertThat(ids).hasSize(3);
    assertThat(fixture.pipelineProblems()).isEmpty();
  }

  private static String key(String id) {
    return "commit/" + id + "/default/p";
  }

  private MetadataValue value(String key) {
    return fixture.store.snapshot().metadata().find(key).orElseThrow();
  }

  private void plant(String key, Map<String, Ref> roots) {
    MetadataValue old = value(key);
    Map<String, Ref> all = new LinkedHashMap<>(old.roots());
    all.putAll(roots);
    fixture.store.transact(
        new Operation("plant", ""),
        tx -> {
          tx.metadata().put(key, new MetadataValue(old.json(), all));
          return null;
        });
  }

  private void plantLeaves(String id, Edit edit) {
    Tree leaves = Tree.stored(value(key(id)).root("leaves").orElseThrow());
    try (PackWriter out = fixture.store.newPackWriter()) {
      Tree edited =
          fixture.store.trees().edit(leaves, List.of(edit).iterator(), Summarizer.NONE, out);
      out.flush();
      plant(key(id), Map.of("leaves", edited.root().orElseThrow()));
    }
  }

  private List<Entry> leaves(String id) {
    List<Entry> entries = new ArrayList<>();
    Tree leaves = Tree.stored(value(key(id)).root("leaves").orElseThrow());
    fixture.store.trees().ascending(leaves, new byte[0]).forEachRemaining(entries::add);
    return entries;
  }

  /** What that commit has, and its job, is what another has. */
  private void plantResult(String id, String other) {
    Map<String, Ref> roots = value(key(other)).roots();
    plant(
        key(id),
        Map.of(
            "datums", roots.get("datums"),
            "owners", roots.get("owners"),
            "files", roots.get("files")));
    plant("job/" + id + "/default/p", Map.of("datums", roots.get("datums")));
  }

  @Test
  void aLeafTreeThatLacksAPath() {
    List<Entry> entries = leaves(ids.get(2));
    assertThat(entries).hasSize(3);
    for (Entry entry : entries) {
      plantLeaves(ids.get(2), Edit.remove(entry.key()));
      assertThat(fixture.pipelineProblems())
          .containsExactly(
              "commit p@"
                  + ids.get(2)
                  + ": its leaf tree does not have the paths that its joins and groups compare");
      plantLeaves(ids.get(2), Edit.put(entry));
      assertThat(fixture.pipelineProblems()).isEmpty();
    }
  }

  @Test
  void aLeafTreeWithAPathTooMany() {
    byte[] last = leaves(ids.get(2)).get(2).key();
    byte[] longer = Arrays.copyOf(last, last.length + 1);
    longer[last.length] = 'x';
    plantLeaves(ids.get(2), Edit.put(Entry.of(longer, new byte[0], List.of())));
    assertThat(fixture.pipelineProblems())
        .containsExactly(
            "commit p@"
                + ids.get(2)
                + ": its leaf tree does not have the paths that its joins and groups compare");
  }

  @Test
  void datumsOfOtherInputs() {
    plantResult(ids.get(2), ids.get(0));
    String commit = "commit p@" + ids.get(2);
    assertThat(fixture.pipelineProblems())
        .containsExactly(
            commit
                + ": its inputs do not hold what datum left@master:/2, right@master:/2 was made"
                + " from",
            commit + ": it lacks datum left@master:/1, right@master:/1 of its inputs",
            commit + ": its inputs do not make datum left@master:/2, right@master:/2");
  }

  @Test
  void aDatumTooMany() {
    plantResult(ids.get(2), ids.get(1));
    assertThat(fixture.pipelineProblems())
        .contains(
            "commit p@"
                + ids.get(2)
                + ": its inputs do not make datum left@master:/2, right@master:/2")
        .noneMatch(problem -> problem.contains("it lacks datum"));
  }
}
