/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tusk.error.ErrorCode;
import io.tusk.files.FileSet;
import io.tusk.fsck.Problem;
import io.tusk.host.Host;
import io.tusk.log.Operation;
import io.tusk.meta.Metadata;
import io.tusk.meta.MetadataValue;
import io.tusk.name.CommitId;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import io.tusk.pieces.Ref;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Every key of the metadata removed, every field altered, every root swapped, hashes being right.
 */
class DamagedMetadataTest {
  private final ObjectStore objects = TestStores.create();
  private final StoreFixture fixture = new StoreFixture(objects, 1);
  private final List<Metadata.Item> items;

  DamagedMetadataTest() {
    ProjectName project = new ProjectName("p");
    fixture.change(tx -> RepoChanges.createProject(tx, project, "x"));
    fixture.change(tx -> RepoChanges.create(tx, new RepoName(project, "z"), "x"));
    fixture.createRepos("a", "b", "c");
    fixture.put("a@master", "/x", "1");
    fixture.put("a@master", "/d/y", "2".repeat(2_000));
    fixture.follow("b@master", "a@master");
    fixture.follow("c@master", "a@master", "b@master");
    fixture.put("a@master", "/x", "3");
    fixture.finish(
        fixture.head("b@master"), fixture.readable("a@master").files(), Optional.empty());
    fixture.finish(fixture.head("c@master"), FileSet.EMPTY, Optional.of("it broke"));
    fixture.put("a@master", "/xx", "44");
    fixture.change(
        tx ->
            TriggerChanges.set(
                tx,
                StoreFixture.branch("a@release"),
                StoreFixture.branch("a@master"),
                TimedTriggersTest.CONDITIONS));
    fixture.start("a@dev");
    fixture.put("a@dev", "/q", "9");
    assertThat(StoreFixture.problems(objects)).isEmpty();
    items = StoreFixture.all(fixture.store.snapshot().metadata().ascending(""));
  }

  /** What fsck says once {@code change} was made to the metadata. */
  private List<Problem> damage(Consumer<Transaction> change) {
    ObjectStore copy = TestStores.create();
    for (String key : objects.list("", "", 10_000)) {
      copy.put(key, objects.read(key).orElseThrow());
    }
    TuskStore store = TuskStore.open(copy, Host.system());
    store.transact(
        new Operation("damage", ""),
        tx -> {
          change.accept(tx);
          return true;
        });
    return StoreFixture.problems(copy);
  }

  private List<Problem> replace(String key, MetadataValue value) {
    return damage(tx -> tx.metadata().put(key, value));
  }

  /** What is said once only can be lost without a trace. */
  private static boolean mayVanish(String key) {
    return key.equals("branch/default/a/dev") || key.equals("repo/p/z");
  }

  @Test
  void everyKeyThatIsMissingIsMissed() {
    for (Metadata.Item item : items) {
      List<Problem> found = damage(tx -> tx.metadata().remove(item.key()));
      assertThat(found.isEmpty()).as("%s: %s", item.key(), found).isEqualTo(mayVanish(item.key()));
    }
  }

  @Test
  void everyFieldThatIsMissingIsMissed() {
    for (Metadata.Item item : items) {
      for (String field : StoreFixture.all(item.value().json().fieldNames())) {
        ObjectNode json = item.value().json().deepCopy();
        json.remove(field);
        assertThat(replace(item.key(), new MetadataValue(json, item.value().roots())))
            .as("%s of %s", field, item.key())
            .isNotEmpty();
      }
    }
  }

  @Test
  void everyFieldThatIsAlteredIsNoticedUnlessItIsSaidOnceOnly() {
    List<String> once = List.of("description", "error", "branch");
    for (Metadata.Item item : items) {
      for (String field : StoreFixture.all(item.value().json().fieldNames())) {
        boolean closedBase = field.equals("base") && item.value().json().has("finished");
        ObjectNode json = item.value().json().deepCopy();
        json.set(field, altered(json.get(field)));
        List<Problem> found = replace(item.key(), new MetadataValue(json, item.value().roots()));
        assertThat(found.isEmpty())
            .as("%s of %s: %s", field, item.key(), found)
            .isEqualTo(once.contains(field) || closedBase);
      }
    }
  }

  private static JsonNode altered(JsonNode value) {
    if (value.isTextual()) {
      return TextNode.valueOf(
          CommitId.looksLikeId(value.asText()) ? "f".repeat(32) : value.asText() + "x");
    }
    if (value.isNumber()) {
      return LongNode.valueOf(value.asLong() + 1);
    }
    return value.isBoolean()
        ? BooleanNode.valueOf(!value.asBoolean())
        : JsonNodeFactory.instance.objectNode();
  }

  /** Of file sets with as many files and bytes either may be the right one. */
  @Test
  void everyRootThatIsMissingOrOfOtherCountsIsNoticed() {
    Map<Ref, JsonNode> roots = new LinkedHashMap<>();
    for (Metadata.Item item : items) {
      item.value().roots().values().forEach(root -> roots.put(root, item.value().json()));
    }
    int swapped = 0;
    for (Metadata.Item item : items) {
      ObjectNode json = item.value().json();
      for (String name : item.value().roots().keySet()) {
        assertThat(replace(item.key(), MetadataValue.of(json))).as(item.key()).isNotEmpty();
        for (Map.Entry<Ref, JsonNode> other : roots.entrySet()) {
          if (!other.getValue().get("bytes").equals(json.get("bytes"))) {
            assertThat(replace(item.key(), new MetadataValue(json, Map.of(name, other.getKey()))))
                .as("%s of %s", name, item.key())
                .isNotEmpty();
            swapped++;
          }
        }
      }
    }
    assertThat(swapped).isPositive();
  }

  @Test
  void everyKeyThatShouldNotBeThereIsNoticed() {
    String id = fixture.head("a@master").id().value();
    String none = "e".repeat(32);
    for (String key :
        List.of(
            "project/q",
            "repo/default/zz",
            "repo/nowhere/a",
            "branch/default/a/new",
            "downstream/default/a/master/default/z/master",
            "commit-of/default/a/" + none,
            "commit-of/default/b/" + id.substring(0, 31) + (id.endsWith("a") ? "b" : "a"),
            "triggered/default/a/master/dev",
            "triggered/default/a/master/none",
            "triggered/default/a/none/release",
            "timed/default/a/dev",
            "timed/default/a/none",
            "child/default/a/" + id + "/" + none,
            "child/default/a/" + id + "/" + id,
            "open/" + id + "/default/a",
            "open/" + none + "/default/a",
            "open/x",
            "commit/" + none + "/default",
            "nonsense/x")) {
      assertThat(replace(key, MetadataValue.present())).as(key).isNotEmpty();
    }
  }

  @Test
  void whoReadsWhatIsMalformedIsToldWhere() {
    fixture.change(
        tx ->
            tx.metadata()
                .put(
                    Keys.repo(StoreFixture.repo("a")),
                    MetadataValue.of(
                        JsonNodeFactory.instance.objectNode().put("created", "soon"))));
    assertFails(
        ErrorCode.CORRUPT,
        "the metadata of repo a is malformed: Text 'soon' could not be parsed at index 0; run 'tusk"
            + " fsck' for the whole damage",
        () -> fixture.catalog().requireRepo(StoreFixture.repo("a")));
  }
}
