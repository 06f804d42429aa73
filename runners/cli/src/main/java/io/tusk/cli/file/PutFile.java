/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.FileRef;
import io.tusk.cli.frame.WriteCommand;
import io.tusk.engine.url.ObjectUrl;
import io.tusk.location.StoreLocation;
import io.tusk.name.FilePath;
import io.tusk.repo.FileWrite;
import io.tusk.repo.TuskStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code put file}: all sources of one command make one commit. */
@Command(
    description = "Put files into a branch; one command is one commit.",
    footer = {
      "",
      "Examples:",
      "  tusk put file images@master:/liberty.png -f liberty.png",
      "  tusk put file images@master -f a.png -f https://example.com/b.png",
      "  tusk put file -r images@master:/2026 -f pictures",
      "  tusk put file -r images@master:/raw -f s3://bucket/raw",
      "  tusk put file --untar images@master:/old -f pictures.tar.gz",
      "  date | tusk put file -a logs@master:/now.txt"
    })
public final class PutFile extends WriteCommand {
  private static final int MOST_PARALLEL = 256;
  private static final int OBJECT_READERS = 32;

  @Parameters(
      paramLabel = "REPO@BRANCH[:PATH]",
      description = "Where to: a branch or, by its id, an open commit.")
  private String target;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE|DIR|URL|-",
      description =
          "What to put; may be repeated. Without it, or as -, standard input. URLs are of http or"
              + " https, or s3://BUCKET/KEY, which may hold * ? [] and **.")
  private List<String> files;

  @Option(
      names = {"-i", "--input-file"},
      paramLabel = "FILE|URL|-",
      description = "A list of what to put, one file, directory or URL a line.")
  private String list;

  @Option(
      names = {"-r", "--recursive"},
      description =
          "Put the files of a directory, or what is below s3://BUCKET/KEY: into PATH, or without one"
              + " under the directory's name.")
  private boolean recursive;

  @Option(
      names = {"-a", "--append"},
      description = "Put the bytes behind those that a file has already.")
  private boolean append;

  @Option(names = "--untar", description = "Of .tar, .tar.gz and .tgz put the members, below PATH.")
  private boolean untar;

  @Option(
      names = "--full-path",
      description = "Name files by the whole path of their source, not by its end.")
  private boolean fullPath;

  @Option(
      names = {"-p", "--parallelism"},
      paramLabel = "N",
      description =
          "How many files are read at once; without it as many as there are processors,"
              + " of a bucket 32.")
  private Integer parallelism;

  @Option(
      names = {"-c", "--compress"},
      description = "Has no effect.")
  private boolean compress;

  @Mixin private TransferProgress.Choice progress;

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      defaultValue = "",
      showDefaultValue = Visibility.NEVER,
      description = "What the commit is.")
  private String message;

  @Override
  protected void write(TuskStore store) throws IOException {
    FileRef ref = file(target);
    if (parallelism != null && (parallelism < 1 || parallelism > MOST_PARALLEL)) {
      throw misuse("-p is from 1 to " + MOST_PARALLEL + ": " + parallelism);
    }
    if (compress) {
      err()
          .println(
              "warning: --compress has no effect: no server is between the files and the store");
    }
    WriteTarget to =
        WriteTarget.of(store.opened(), ref)
            .orElseThrow(
                () ->
                    misuse(
                        "files are put into a branch, or by its id into an open commit: \""
                            + target
                            + "\""));
    WebSources web = new WebSources();
    List<String> named =
        files != null ? files : list == null ? List.of(PutSources.STDIN) : List.of();
    Buckets buckets = new Buckets(bucketOptions());
    try (PutSources sources = new PutSources(named, list, terminal(), web, buckets);
        FileWrite write = FileWrite.over(store, store.opened(), to.branch());
        TransferProgress shown = progress.start(terminal(), err())) {
      PutTargets targets =
          new PutTargets(
              ref,
              sources.isSeveral() || standsForSeveral(sources)
                  ? PutTargets.Count.SEVERAL
                  : PutTargets.Count.ONE,
              fullPath ? PutTargets.Naming.FULL_PATH : PutTargets.Naming.LAST_ELEMENT);
      Putting putting =
          new Putting(
              write,
              append ? FileWrite.Mode.APPEND : FileWrite.Mode.REPLACE,
              parallelism == null ? readers(sources) : parallelism,
              terminal(),
              web,
              buckets,
              shown);
      if (storePlace() instanceof StoreLocation.Local local) {
        putting.leaveOut(local.path());
      }
      while (sources.hasNext()) {
        put(putting, targets, sources);
      }
      putting.leftOut().ifPresent(out -> err().println("left out: the store " + out));
      to.commit(write, operation(target), message);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void put(Putting putting, PutTargets targets, PutSources sources) throws IOException {
    String source = sources.peek();
    if (source.equals(PutSources.STDIN)) {
      sources.next();
      refuseOfStandardInput();
      putting.standardInput(targets.ofStandardInput(this::misuse));
    } else if (putting.isDirectory(source)) {
      sources.next();
      if (!recursive) {
        throw misuse("\"" + source + "\" is a directory; -r puts its files");
      }
      FilePath to = targets.of(source, PutTargets.Kind.DIRECTORY);
      putting.directory(source, to, this::isArchive);
    } else if (isSeveralObjects(source)) {
      sources.next();
      putObjects(putting, targets, ObjectUrl.parse(source));
    } else if (isArchive(source)) {
      sources.next();
      putting.archive(source, targets.ofMembers(source));
    } else {
      putting.files(sources, targets, next -> !isPlain(putting, next));
    }
  }

  private void putObjects(Putting putting, PutTargets targets, ObjectUrl url) throws IOException {
    if (url.isGlob() && recursive) {
      throw misuse(url + " is a pattern, and -r takes a directory; leave out -r, or name one");
    }
    if (url.isGlob()) {
      putting.objects(
          url, found -> targets.of(found.toString(), PutTargets.Kind.FILE), this::isArchive);
      return;
    }
    FilePath to = targets.of(url.toString(), PutTargets.Kind.DIRECTORY);
    int skip = url.asDirectory().key().length();
    putting.objects(url, found -> to.resolve(found.key().substring(skip)), this::isArchive);
  }

  private boolean isSeveralObjects(String source) {
    return ObjectUrl.isOne(source) && (recursive || ObjectUrl.parse(source).isGlob());
  }

  private static boolean standsForSeveral(PutSources sources) {
    return sources.hasNext()
        && ObjectUrl.isOne(sources.peek())
        && ObjectUrl.parse(sources.peek()).isGlob();
  }

  /** Objects that are asked for one after another would mostly be waited for. */
  private static int readers(PutSources sources) {
    return sources.hasNext() && ObjectUrl.isOne(sources.peek())
        ? OBJECT_READERS
        : FileWrite.READERS;
  }

  private boolean isPlain(Putting putting, String source) {
    return !source.equals(PutSources.STDIN)
        && !isSeveralObjects(source)
        && !isArchive(source)
        && !putting.isDirectory(source);
  }

  private boolean isArchive(String name) {
    return untar && TarMembers.isArchive(PutTargets.nameOf(name));
  }

  private void refuseOfStandardInput() {
    if (recursive) {
      throw misuse("-r needs a directory: -f DIR; standard input is one file");
    }
    if (untar) {
      throw misuse("--untar goes by the names of files, and standard input has none; name a file");
    }
  }
}
