/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.host.HostFacts;
import io.tusk.engine.host.HostUser;
import io.tusk.engine.view.ChangeTimeCheck;
import io.tusk.engine.view.DatumProblem;
import io.tusk.engine.view.DatumView;
import io.tusk.engine.view.InputCheck;
import io.tusk.engine.view.OutputCollector;
import io.tusk.engine.view.OutputFile;
import io.tusk.engine.view.OutputVisitor;
import io.tusk.host.Host;
import io.tusk.name.FilePath;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputCollectorTest {
  private static final CommandRunner RUNNER =
      CommandRunner.create(Isolation.AUTO, IsolationProbe.detect(), Host.system());
  private static final InputCheck ALWAYS = (input, path, file) -> true;

  @TempDir Path temp;
  private Path pfs;
  private Path out;

  @BeforeEach
  void makeDatum() throws IOException {
    pfs = CommandFixture.datum(temp).resolve("pfs");
    out = pfs.resolve("out");
  }

  @AfterAll
  static void close() {
    RUNNER.close();
  }

  /** What an isolated datum shows, whether or not this host could run it. */
  private DatumView view(Path... hidden) {
    return DatumView.of(temp.resolve("datum"), List.of(hidden), List.of(), true, HostFacts.read());
  }

  private static final class Found implements OutputVisitor {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void file(FilePath path, OutputFile file) throws IOException {
      lines.add(path + " = " + content(file));
    }

    @Override
    public void inputLink(FilePath path, String input, FilePath inputPath, OutputFile file)
        throws IOException {
      lines.add(path + " -> " + input + ":" + inputPath + " = " + content(file));
    }

    private static String content(OutputFile file) throws IOException {
      try (InputStream in = file.open()) {
        byte[] bytes = in.readAllBytes();
        assertThat(file.size()).isEqualTo(bytes.length);
        return new String(bytes, UTF_8);
      }
    }
  }

  private static List<String> collected(DatumView view, InputCheck check) throws IOException {
    Found found = new Found();
    assertThat(OutputCollector.collect(view, check, found, Optional.empty())).isEmpty();
    return found.lines;
  }

  private void assertProblem(DatumView view, String message) throws IOException {
    Optional<DatumProblem> problem =
        OutputCollector.collect(view, ALWAYS, new Found(), Optional.empty());
    assertThat(problem).contains(new DatumProblem(message));
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(out.resolve(name), Path.of(target));
  }

  @Test
  void aLinkShowsNothingThatTheCommandsUserMayNotRead() throws IOException {
    Path closed = Files.createTempDirectory(Path.of("/var/tmp"), "closed");
    try {
      Path secret = Files.writeString(closed.resolve("secret"), "s");
      Optional<HostUser> other = Optional.of(new HostUser(HostFacts.read().uid() + 4711, 4711));
      Files.writeString(out.resolve("mine"), "m");
      link("again", "mine");
      link("open", "/etc/passwd");
      Found found = new Found();
      assertThat(OutputCollector.collect(view(), ALWAYS, found, other)).isEmpty();
      assertThat(found.lines).hasSize(3).contains("/again = m", "/mine = m");

      link("secret", secret.toString());
      assertThat(OutputCollector.collect(view(), ALWAYS, new Found(), other))
          .contains(
              new DatumProblem(
                  "output file \"/secret\" is a link to \""
                      + secret
                      + "\": "
                      + secret
                      + " may not be read by the command's user; remove it"));
      assertThat(collected(view(), ALWAYS)).contains("/secret = s");
    } finally {
      Files.deleteIfExists(closed.resolve("secret"));
      Files.delete(closed);
    }
  }

  @Test
  void filesComeInOrderOfTheirPaths() throws IOException {
    Files.createDirectories(out.resolve("a/b"));
    Files.createDirectories(out.resolve("empty/too"));
    Files.writeString(out.resolve("a/b/x"), "1");
    Files.writeString(out.resolve("a.txt"), "2");
    Files.writeString(out.resolve("a0"), "3");
    Files.writeString(out.resolve("𝄞"), "5");
    Files.writeString(out.resolve("\uFF5E"), "4");
    Files.writeString(out.resolve("empty.txt"), "");
    assertThat(collected(view(), ALWAYS))
        .containsExactly(
            "/a.txt = 2", "/a/b/x = 1", "/a0 = 3", "/empty.txt = ", "/\uFF5E = 4", "/𝄞 = 5");
  }

  @Test
  void linksAreFollowedAsTheDatumWould() throws IOException {
    Files.createDirectories(pfs.resolve("in/dir/sub"));
    Files.writeString(pfs.resolve("in/dir/sub/b"), "b");
    Files.writeString(out.resolve("own"), "o");
    Files.createDirectories(out.resolve("d"));
    Files.writeString(out.resolve("d/e"), "e");
    DatumView view = view();
    Files.writeString(temp.resolve("datum/tmp/t"), "t");
    link("1-absolute", "/pfs/in/a.txt");
    link("2-relative", "../in/a.txt");
    link("3-directory", "/pfs/in/dir");
    link("4-own", "own");
    link("5-own-absolute", "/pfs/out/d");
    link("6-tmp", "/tmp/t");
    link("7-chain", "1-absolute");
    link("8-host", "/etc/hostname-of-no-host/../passwd");
    Files.delete(out.resolve("8-host"));
    link("8-input-link", "/pfs/in/link");
    Files.createSymbolicLink(pfs.resolve("in/link"), Path.of("dir/sub/b"));
    assertThat(collected(view, ALWAYS))
        .containsExactly(
            "/1-absolute -> in:/a.txt = a\n",
            "/2-relative -> in:/a.txt = a\n",
            "/3-directory/sub/b -> in:/dir/sub/b = b",
            "/4-own = o",
            "/5-own-absolute/e = e",
            "/6-tmp = t",
            "/7-chain -> in:/a.txt = a\n",
            "/8-input-link -> in:/dir/sub/b = b",
            "/d/e = e",
            "/own = o");
    assertThat(collected(view, InputCheck.NEVER)).contains("/1-absolute = a\n");
  }

  @Test
  void withoutIsolationLinksNameTheHost() throws IOException {
    DatumView view =
        DatumView.of(temp.resolve("datum"), List.of(), List.of(), false, HostFacts.read());
    link("in", pfs.resolve("in/a.txt").toString());
    link("relative", "../in/a.txt");
    Path elsewhere = Files.writeString(temp.resolve("elsewhere"), "e");
    link("else", elsewhere.toString());
    assertThat(collected(view, ALWAYS))
        .containsExactly("/else = e", "/in -> in:/a.txt = a\n", "/relative -> in:/a.txt = a\n");
  }

  @Test
  void linksIntoTheHostShowItsContent() throws IOException {
    Path elsewhere = Files.createTempDirectory(Path.of("/var/tmp"), "elsewhere");
    Files.writeString(elsewhere.resolve("f"), "f");
    link("x", elsewhere.toString());
    assertThat(collected(view(), ALWAYS)).containsExactly("/x/f = f");
    Path store = Files.createDirectory(elsewhere.resolve("store"));
    Files.writeString(store.resolve("secret"), "s");
    assertProblem(
        view(store),
        "output file \"/x/store\" is reached by a link: "
            + store
            + " is hidden from the datum; remove it or copy the content");
    Files.delete(out.resolve("x"));
    link("y", store + "/secret");
    assertProblem(
        view(store),
        "output file \"/y\" is a link to \""
            + store
            + "/secret\": "
            + store
            + " is hidden from the datum; remove it or copy the content");
    Files.delete(store.resolve("secret"));
    Files.delete(store);
    Files.delete(elsewhere.resolve("f"));
    Files.delete(elsewhere);
  }

  @Test
  void linksThatLeadNowhereFail() throws IOException {
    link("x", "/pfs/in/none");
    assertProblem(
        view(),
        "output file \"/x\" is a link to \"/pfs/in/none\": /pfs/in/none does not exist; remove it or"
            + " copy the content");
    Files.delete(out.resolve("x"));
    // It is there on the host, not for the datum.
    Path hostOnly = Files.createTempFile(Path.of("/tmp"), "host", "only");
    link("x", hostOnly.toString());
    assertProblem(
        view(),
        "output file \"/x\" is a link to \"%s\": %s does not exist; remove it or copy the content"
            .formatted(hostOnly, hostOnly));
    Files.delete(hostOnly);
    Files.delete(out.resolve("x"));
    link("x", "x");
    assertProblem(
        view(),
        "output file \"/x\" is a link to \"x\": /pfs/out/x is a loop of links; remove it or copy the"
            + " content");
    Files.delete(out.resolve("x"));
    link("x", "/proc/self/environ");
    assertProblem(
        view(),
        "output file \"/x\" is a link to \"/proc/self/environ\": /proc cannot be stored; write a"
            + " regular file instead");
    Files.delete(out.resolve("x"));
    Files.createDirectory(out.resolve("d"));
    link("d/up", "..");
    assertProblem(
        view(), "output file \"/d/up\" is a link to a directory that it lies in; remove it");
  }

  @Test
  void whatIsNoFileFails() throws Exception {
    Path fifo = out.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    assertProblem(
        view(),
        "output file \"/fifo\" is a device, socket or named pipe; write a regular file instead");
    Files.delete(fifo);
    Files.createDirectory(out.resolve("d"));
    Path place = Files.createTempDirectory(Path.of("/tmp"), "s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(place.resolve("s")));
      Files.move(place.resolve("s"), out.resolve("d/socket"));
      assertProblem(
          view(),
          "output file \"/d/socket\" is a device, socket or named pipe; write a regular file"
              + " instead");
    }
    Files.delete(out.resolve("d/socket"));
    Files.delete(place);
    if (HostFacts.read().root()) {
      Path device = out.resolve("device");
      assertThat(new ProcessBuilder("mknod", device.toString(), "c", "1", "3").start().waitFor())
          .isZero();
      assertProblem(
          view(),
          "output file \"/device\" is a device, socket or named pipe; write a regular file instead");
      Files.delete(device);
    }
    link("null", "/dev/null");
    assertProblem(
        view(),
        "output file \"/null\" is a link to \"/dev/null\": /dev cannot be stored; write a regular"
            + " file instead");
  }

  @Test
  void badNamesFail() throws Exception {
    Files.writeString(out.resolve("a\tb"), "");
    assertProblem(
        view(),
        "output of the command below \"/\": path \"/a?b\" holds the control character U+0009; rename"
            + " the file");
    Files.delete(out.resolve("a\tb"));
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", "touch \"$(printf 'a\\377b')\"");
    assertThat(shell.directory(out.toFile()).start().waitFor()).isZero();
    assertProblem(view(), "output file \"/a\uFFFDb\" has a name that is not UTF-8; rename it");
  }

  @Test
  void deepDirectoriesFail() throws IOException {
    Path at = out;
    String name = "d".repeat(200);
    for (int i = 0; i < 19; i++) {
      at = Files.createDirectory(at.resolve(name));
    }
    Files.writeString(at.resolve("ok"), "");
    assertThat(collected(view(), ALWAYS)).hasSize(1);
    Path deepest = Files.writeString(at.resolve("x".repeat(170)), "");
    String path = "/" + out.toRealPath().relativize(deepest.toRealPath());
    Optional<DatumProblem> problem =
        OutputCollector.collect(view(), ALWAYS, new Found(), Optional.empty());
    assertThat(problem)
        .contains(
            new DatumProblem("output file \"" + path + "\" lies too deep; use shorter names"));
  }

  @Test
  void outMustStay() throws IOException {
    Files.delete(out);
    String message = "the output directory /pfs/out was removed or replaced; leave it there";
    assertProblem(view(), message);
    Files.createSymbolicLink(out, Path.of("in"));
    assertProblem(view(), message);
  }

  @Test
  void takenRightsAreTakenBack() throws IOException {
    Path closed = Files.createDirectory(out.resolve("closed"));
    Path file = Files.writeString(closed.resolve("f"), "f");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    assertThat(collected(view(), ALWAYS)).containsExactly("/closed/f = f");
  }

  @Test
  void changedInputsAreContent() throws Exception {
    Files.createDirectories(pfs.resolve("in/d1"));
    Files.createDirectories(pfs.resolve("in/d2"));
    Files.writeString(pfs.resolve("in/d1/f"), "1");
    Files.writeString(pfs.resolve("in/d2/f"), "2");
    Files.writeString(pfs.resolve("in/b"), "b");
    DatumView view = view();
    ChangeTimeCheck check = settledCheck(view);
    link("a", "/pfs/in/d1/f");
    link("b", "/pfs/in/b");
    assertThat(collected(view, check)).containsExactly("/a -> in:/d1/f = 1", "/b -> in:/b = b");
    Files.writeString(pfs.resolve("in/b"), "c");
    assertThat(collected(view, check)).containsExactly("/a -> in:/d1/f = 1", "/b = c");
    Files.move(pfs.resolve("in/d1"), pfs.resolve("in/d3"));
    Files.move(pfs.resolve("in/d2"), pfs.resolve("in/d1"));
    assertThat(collected(view, check)).containsExactly("/a = 2", "/b = c");
  }

  /** Waits for the file system's clock to move on from when the inputs were written. */
  private ChangeTimeCheck settledCheck(DatumView view) throws IOException {
    FilePath path = new FilePath("/b");
    OutputFile file = new OutputFile(pfs.resolve("in/b").toRealPath(), 1);
    while (true) {
      ChangeTimeCheck check = new ChangeTimeCheck(view);
      if (check.isUnchanged("in", path, file)) {
        return check;
      }
    }
  }

  @Test
  void commandsOutputIsCollected() throws IOException {
    DatumView view = RUNNER.view(temp.resolve("datum"), List.of());
    String root = RUNNER.isolation() == Isolation.NONE ? "\"$PFS_ROOT\"" : "/pfs";
    String script =
        "cd ROOT; ln -s ROOT/in/a.txt out/link; cp in/a.txt out/copy; mkdir out/none; umask 077;"
            + " echo 1 > out/ü";
    CommandRequest request =
        CommandRequest.of(view, CommandFixture.shell(script.replace("ROOT", root)));
    assertThat(RUNNER.run(request).accepted()).isTrue();
    assertThat(collected(view, ALWAYS))
        .containsExactly("/copy = a\n", "/link -> in:/a.txt = a\n", "/ü = 1\n");
    try (Stream<Path> inputs = Files.list(pfs.resolve("in"))) {
      assertThat(inputs).hasSize(1);
    }
  }
}
