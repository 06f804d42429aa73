/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.repo.StoreFixture.branch;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.files.FileSet;
import io.tusk.log.Operation;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.objects.EveryStore;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commits, what is written to them, and how they are found. */
@EveryStore
class CommitsTest {
  @RegisterExtension final StoreFixture fixture = new StoreFixture();

  @BeforeEach
  void createRepo() {
    fixture.createRepos("a");
  }

  @Test
  void aPutIsOneCommitOverWhatWasThere() {
    CommitId first = fixture.put("a@master", "/d/x", "1");
    long records = fixture.records();
    CommitId second =
        fixture.write(
            "a@master",
            write -> {
              StoreFixture.put(write, "/d/y", "2");
              StoreFixture.put(write, "/e", "3");
            });
    assertThat(fixture.records()).isEqualTo(records + 1);
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/d/x", "1", "/d/y", "2", "/e", "3"));
    assertThat(fixture.files("a@" + first)).isEqualTo(Map.of("/d/x", "1"));
    Commit head = fixture.head("a@master");
    assertThat(head.id()).isEqualTo(second);
    assertThat(head.parent()).hasValue(first);
    assertThat(head.origin()).isEqualTo(Commit.Origin.USER);
    assertThat(head.files().files()).isEqualTo(3);
    assertThat(head.files().bytes()).isEqualTo(3);
    assertThat(fixture.store.snapshot().record().operation())
        .isEqualTo(new Operation("put file", "a@master"));
  }

  @Test
  void aWriteDeletesBeforeItPuts() {
    fixture.put("a@master", "/d/x", "1");
    fixture.write(
        "a@master",
        write -> {
          StoreFixture.put(write, "/d/gone", "2");
          write.delete(new FilePath("/d"));
          StoreFixture.put(write, "/d/y", "3");
          StoreFixture.put(write, "/d/y", "4");
          write.delete(new FilePath("/never"));
        });
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/d/y", "4"));
    fixture.delete("a@master", "/");
    assertThat(fixture.files("a@master")).isEmpty();
    assertThat(fixture.head("a@master").files().root().isEmpty()).isTrue();
  }

  @Test
  void aFileMayReplaceADirectoryThatIsDeletedInTheSameWrite() {
    fixture.put("a@master", "/d/x", "1");
    fixture.write(
        "a@master",
        write -> {
          write.delete(new FilePath("/d"));
          StoreFixture.put(write, "/d", "2");
        });
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/d", "2"));
  }

  @Test
  void aPathIsAFileOrADirectory() {
    fixture.put("a@master", "/f", "1");
    fixture.put("a@master", "/d/x", "1");
    long records = fixture.records();
    fixture.refuses(
        ErrorCode.CONFLICT,
        "file \"/d\" cannot be written: a directory has that path; delete the directory first or"
            + " choose another path",
        () -> fixture.put("a@master", "/d", "2"));
    fixture.refuses(
        ErrorCode.CONFLICT,
        "directory \"/f\" cannot be written: a file has that path; delete the file first or choose"
            + " another path",
        () -> fixture.put("a@master", "/f/x", "2"));
    assertThat(fixture.records()).isEqualTo(records);
  }

  @Test
  void aRefusedWriteLeavesNothingThatALaterOneCouldReferTo() {
    fixture.put("a@master", "/f", "1");
    String content = "content ".repeat(100);
    for (int i = 0; i < 20; i++) {
      String name = "/d" + i;
      fixture.write(
          "a@other",
          write -> {
            StoreFixture.put(write, name + "/x", content + name);
            StoreFixture.put(write, name + "/y", content);
          });
      fixture.refuses(
          ErrorCode.CONFLICT,
          "directory \"/f\" cannot be written: a file has that path; delete the file first or"
              + " choose another path",
          () ->
              fixture.write(
                  "a@master",
                  write -> {
                    StoreFixture.put(write, name + "/x", content + name);
                    StoreFixture.put(write, name + "/y", content);
                    StoreFixture.put(write, "/f/x", content);
                  }));
      fixture.put("a@other", name + "/z", content);
    }
    TuskStore fresh = TuskStore.open(fixture.objects, fixture.host);
    assertThat(StoreFixture.content(fresh, fixture.readable("a@other").files())).hasSize(60);
  }

  @Test
  void manyFilesAreReadAtOnceAndTheLastOfAPathWins() throws IOException {
    try (FileWrite write = new FileWrite(fixture.store)) {
      write.putAll(
          IntStream.range(0, 2_000)
              .mapToObj(
                  i ->
                      new FileWrite.NewFile(
                          new FilePath("/f" + i % 1_000),
                          () -> new ByteArrayInputStream(new byte[] {(byte) ('0' + i / 1_000)})))
              .iterator());
      write.commit(branch("a@master"), new Operation("put file", ""), "many");
    }
    assertThat(fixture.files("a@master"))
        .hasSize(1_000)
        .containsValue("1")
        .doesNotContainValue("0");
    assertThat(fixture.head("a@master").description()).isEqualTo("many");
  }

  @Test
  void aSourceThatCannotBeReadIsThrownOn() {
    try (FileWrite write = new FileWrite(fixture.store)) {
      List<FileWrite.NewFile> files =
          List.of(
              new FileWrite.NewFile(
                  new FilePath("/x"),
                  () -> {
                    throw new FileNotFoundException("x is not there");
                  }));
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> write.putAll(files.iterator()))
          .isInstanceOf(FileNotFoundException.class)
          .hasMessage("x is not there");
    }
  }

  @Test
  void anOpenCommitTakesManyWritesAndShowsThemWhenItIsFinished() {
    CommitId first = fixture.put("a@master", "/x", "1");
    Commit open = fixture.start("a@master");
    long records = fixture.records();
    assertThat(fixture.put("a@master", "/y", "2")).isEqualTo(open.id());
    assertThat(fixture.put("a@master", "/y", "3")).isEqualTo(open.id());
    assertThat(fixture.delete("a@master", "/x")).isEqualTo(open.id());
    assertThat(fixture.records()).isEqualTo(records);
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/x", "1"));
    assertThat(fixture.readable("a@master").id()).isEqualTo(first);
    Commit finished = fixture.finish(open);
    assertThat(finished.isReadable()).isTrue();
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/y", "3"));
    assertThat(fixture.objects.list("open/", "", 10))
        .containsExactly("open/default/a/" + open.id() + "/999/999/999/999/999/996");
    assertThat(StoreFixture.all(fixture.catalog().openCommits())).isEmpty();
  }

  @Test
  void whoLookedAtAnOpenCommitCannotWriteToItOnceItIsFinished() {
    Commit open = fixture.start("a@master");
    fixture.put("a@master", "/x", "1");
    OpenWrites late = new OpenWrites(fixture.store, open);
    fixture.finish(open);
    fixture.refuses(
        ErrorCode.CONFLICT,
        "commit "
            + open.label()
            + " is being finished; 'tusk finish commit "
            + open.label()
            + "' finishes it if that was interrupted",
        () -> late.add(WriteContent.EMPTY, fixture.store.newPackWriter()));
  }

  @Test
  void aSealedCommitRefusesWritesUntilItIsFinished() {
    Commit open = fixture.start("a@master");
    new OpenWrites(fixture.store, open).seal();
    new OpenWrites(fixture.store, open).seal();
    assertThat(fixture.objects.list("open/", "", 10)).hasSize(1);
    fixture.refuses(
        ErrorCode.CONFLICT,
        "commit "
            + open.label()
            + " is being finished; 'tusk finish commit "
            + open.label()
            + "' finishes it if that was interrupted",
        () -> fixture.put("a@master", "/x", "1"));
    fixture.finish(open);
    fixture.put("a@master", "/x", "1");
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/x", "1"));
  }

  @Test
  void writesThatContradictEachOtherEndInAnError() {
    fixture.put("a@master", "/x", "1");
    Commit open = fixture.start("a@master");
    fixture.put("a@master", "/d", "1");
    fixture.put("a@master", "/d/x", "1");
    Commit finished = fixture.finish(open);
    assertThat(finished.error())
        .hasValue(
            "directory \"/d\" cannot be written: a file has that path; delete the file first or"
                + " choose another path");
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/x", "1"));
    fixture.put("a@master", "/y", "2");
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/x", "1", "/y", "2"));
    assertThat(fixture.head("a@master").parent()).hasValue(open.id());
  }

  @Test
  void commitsAreStartedAndFinishedOnce() {
    Commit open = fixture.start("a@master");
    fixture.refuses(
        ErrorCode.CONFLICT,
        "branch a@master has the open commit "
            + open.id()
            + "; 'tusk finish commit a@master' finishes it",
        () -> fixture.start("a@master"));
    fixture.refuses(
        ErrorCode.NOT_FOUND,
        "branch a@master has no commit that is finished without error; 'tusk finish commit"
            + " a@master' finishes its head",
        () -> fixture.readable("a@master"));
    fixture.finish(open);
    fixture.refuses(
        ErrorCode.CONFLICT,
        "commit "
            + open.label()
            + " is finished already; 'tusk start commit a@master' starts another",
        () -> fixture.finish(open));
    fixture.refuses(
        ErrorCode.CONFLICT,
        "repo a would get two commits in one transaction, on branches that depend on each other or"
            + " are both changed; change them one after another",
        () ->
            fixture.change(
                tx -> {
                  CommitChanges.start(tx, branch("a@x"), "");
                  CommitChanges.start(tx, branch("a@y"), "");
                }));
  }

  @Test
  void erroredCommitsArePassedOver() {
    CommitId first = fixture.put("a@master", "/x", "1");
    Commit bad = fixture.start("a@master");
    fixture.put("a@master", "/bad", "2");
    fixture.finish(bad, FileSet.EMPTY, Optional.of("it broke"));
    CommitId third = fixture.put("a@master", "/y", "3");
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/x", "1", "/y", "3"));
    assertThat(fixture.head("a@" + third).parent()).hasValue(bad.id());
    assertThat(fixture.readable("a@master^").id()).isEqualTo(first);
    assertThat(fixture.readable("a@master.2").id()).isEqualTo(third);
    assertThat(fixture.readable("a@" + bad.id()).error()).hasValue("it broke");
    assertThat(fixture.readable("a@" + bad.id() + "^").id()).isEqualTo(first);
  }

  @Test
  void ancestorsAreCountedFromBothEnds() {
    CommitId[] ids = new CommitId[4];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = fixture.put("a@master", "/x", "" + i);
    }
    assertThat(fixture.readable("a@master").id()).isEqualTo(ids[3]);
    assertThat(fixture.readable("a@master^").id()).isEqualTo(ids[2]);
    assertThat(fixture.readable("a@master^^").id()).isEqualTo(ids[1]);
    assertThat(fixture.readable("a@master~~~").id()).isEqualTo(ids[0]);
    assertThat(fixture.readable("a@master^3").id()).isEqualTo(ids[0]);
    assertThat(fixture.readable("a@master~2").id()).isEqualTo(ids[1]);
    assertThat(fixture.readable("a@master.1").id()).isEqualTo(ids[0]);
    assertThat(fixture.readable("a@master.4").id()).isEqualTo(ids[3]);
    assertThat(fixture.readable("a@" + ids[2] + "^").id()).isEqualTo(ids[1]);
    assertThat(fixture.readable("a@" + ids[2] + ".3").id()).isEqualTo(ids[2]);
    assertThat(fixture.readable("a@master=" + ids[1] + "^").id()).isEqualTo(ids[0]);
    for (String beyond : List.of("a@master^4", "a@master.5")) {
      fixture.refuses(
          ErrorCode.NOT_FOUND,
          "commit "
              + beyond
              + " does not exist: its line has fewer commits; 'tusk list commit a' shows them",
          () -> fixture.readable(beyond));
    }
  }

  @Test
  void referencesThatMeanNothing() {
    CommitId id = fixture.put("a@master", "/x", "1");
    Map<String, String> facts =
        Map.of(
            "a", "is not of the form REPO@BRANCH or REPO@COMMIT; \"a@master\" is its branch master",
            "a@", "is not of the form REPO@BRANCH or REPO@COMMIT; give both",
            "@master", "is not of the form REPO@BRANCH or REPO@COMMIT; give both",
            "a@master^~", "mixes '^' and '~'; use one of them",
            "a@master^^2", "has a malformed ancestry; write '^^' or '^2'",
            "a@master.", "has a malformed ancestry; write '.1' for a branch's first commit",
            "a@master.0", "has a malformed ancestry; write '.1' for a branch's first commit",
            "a@master^.1", "has a malformed ancestry; write '.1' for a branch's first commit",
            "a@^", "has a malformed ancestry; write '^', '^3' or '.3' behind the name",
            "a@master^1234567890", "names an ancestor that is too far away");
    facts.forEach(
        (text, fact) ->
            fixture.refuses(
                ErrorCode.USAGE, "commit \"" + text + "\" " + fact, () -> fixture.readable(text)));
    fixture.refuses(
        ErrorCode.NOT_FOUND,
        "commit a@" + id + " is of branch a@master, not of a@other",
        () -> fixture.readable("a@other=" + id));
    for (String text : List.of("a@master", "a@" + id, "a@master=" + id, "a@master^3", "a@x.7")) {
      assertThat(CommitRef.parse(ProjectName.DEFAULT, text)).hasToString(text);
    }
  }
}
