/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.PathEntry;
import io.tusk.host.Host;
import io.tusk.log.Operation;
import io.tusk.meta.MetadataValue;
import io.tusk.name.FilePath;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Ref;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import io.tusk.tree.Edit;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;

/** A store that engines have written, into which is put what no engine writes. */
abstract class PlantedStore {
  static final int COMMITS = 3;
  private static final int FILES = 150;

  /** The number of the first file from which on none is changed after the first commit. */
  private static final int UNCHANGED = 100 + COMMITS;

  private static final ObjectStore TEMPLATE = template();

  final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  EngineFixture fixture;
  final List<String> ids = new ArrayList<>();

  /** The commit that something is planted in, its datum and the path that this wrote. */
  String id;

  DatumKey key;
  DatumRecord record;
  String path;
  String datum;
  String commit;

  private static ObjectStore template() {
    ObjectStore objects = TestStores.create();
    try (EngineFixture fixture = new EngineFixture(objects)) {
      fixture.createRepo("in");
      fixture.createPipeline(EngineFixture.javaSpec("p", "in", "/*", UpperCase.class));
      for (int i = 0; i < COMMITS; i++) {
        Map<String, Optional<String>> files = new TreeMap<>();
        for (int n = 0; n < FILES; n++) {
          if (i == 0 || n % 50 == i) {
            files.put("/f" + n, Optional.of("content " + i));
          }
        }
        fixture.put("in", files);
        fixture.run();
      }
      fixture.put("in", "/f7", "fail");
      assertThat(fixture.run().ended()).hasSize(1);
    }
    return objects;
  }

  @BeforeEach
  void make() {
    ObjectStore objects = TestStores.create();
    for (String object : TEMPLATE.list("", "", 1_000)) {
      objects.put(object, TEMPLATE.read(object).orElseThrow());
    }
    fixture = new EngineFixture(TuskStore.open(objects, Host.system()));
    fixture
        .store
        .snapshot()
        .catalog()
        .commits(EngineFixture.repo("p"))
        .forEachRemaining(
            made ->
                made.result()
                    .filter(of -> of.datums().isPresent())
                    .ifPresent(of -> ids.add(0, made.id().value())));
    assertThat(ids).hasSize(COMMITS);
    id = ids.get(random.nextInt(COMMITS));
    commit = "commit p@" + id;
    take("/f" + (UNCHANGED + random.nextInt(FILES - UNCHANGED)));
  }

  /** Chooses the datum of the file {@code changed}, as the commit {@link #id} has it. */
  void take(String changed) {
    path = changed;
    datum = "datum in@master:" + path;
    fixture
        .store
        .trees()
        .ascending(root("datums"), new byte[0])
        .forEachRemaining(
            entry -> {
              if (DatumKey.ofBytes(entry.key()).toString().equals("in@master:" + path)) {
                key = DatumKey.ofBytes(entry.key());
                record = DatumRecord.decode(entry);
              }
            });
  }

  String commitKey() {
    return "commit/" + id + "/default/p";
  }

  String jobKey() {
    return "job/" + id + "/default/p";
  }

  Tree root(String name) {
    return Tree.stored(value(commitKey()).root(name).orElseThrow());
  }

  MetadataValue value(String metadataKey) {
    return fixture.store.snapshot().metadata().find(metadataKey).orElseThrow();
  }

  void transact(Consumer<Transaction> body) {
    fixture.store.transact(
        new Operation("plant", ""),
        tx -> {
          body.accept(tx);
          return null;
        });
  }

  void plant(String metadataKey, BiConsumer<ObjectNode, Map<String, Ref>> edit) {
    MetadataValue old = value(metadataKey);
    ObjectNode json = old.json().deepCopy();
    Map<String, Ref> roots = new LinkedHashMap<>(old.roots());
    edit.accept(json, roots);
    transact(tx -> tx.metadata().put(metadataKey, new MetadataValue(json, roots)));
  }

  Ref edited(Tree tree, Edit edit, Summarizer summarizer) {
    try (PackWriter out = fixture.store.newPackWriter()) {
      Tree edited = fixture.store.trees().edit(tree, List.of(edit).iterator(), summarizer, out);
      out.flush();
      return edited.root().orElseThrow();
    }
  }

  /** In the commit and in its job. */
  void plantDatums(Edit edit, Summarizer summarizer) {
    Ref datums = edited(root("datums"), edit, summarizer);
    plant(commitKey(), (json, roots) -> roots.put("datums", datums));
    plant(jobKey(), (json, roots) -> roots.put("datums", datums));
  }

  void plantRecord(UnaryOperator<DatumRecord> change) {
    plantDatums(Edit.put(change.apply(record).encode(key.bytes())), DatumRecord.COUNTS);
  }

  void plantOwners(Edit edit) {
    Ref owners = edited(root("owners"), edit, Summarizer.NONE);
    plant(commitKey(), (json, roots) -> roots.put("owners", owners));
  }

  FileSet files(Consumer<FileSetEditor> edit, FileSet base) {
    try (PackWriter out = fixture.store.newPackWriter()) {
      FileSetEditor editor = fixture.store.files().edit(base, out);
      edit.accept(editor);
      FileSet edited = editor.finish();
      out.flush();
      return edited;
    }
  }

  void plantFiles(Consumer<FileSetEditor> edit) {
    FileSet edited = files(edit, new FileSet(root("files"), FILES, 0));
    plant(commitKey(), (json, roots) -> roots.put("files", edited.root().root().orElseThrow()));
  }

  PathEntry contentOf(String input) {
    FileSet in = fixture.files("in@master");
    return fixture.store.files().find(in, new FilePath(input)).orElseThrow();
  }

  DatumRecord with(Hash newId, Hash hash, DatumState state, DirectoryEntry outputs) {
    return new DatumRecord(newId, hash, state, record.job(), outputs, record.log(), record.stats());
  }

  void assertNamed(String... problems) {
    assertThat(fixture.pipelineProblems()).as("seed %d", seed).containsExactly(problems);
  }
}
