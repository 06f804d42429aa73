/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.PathRange;
import io.tusk.glob.Glob;
import io.tusk.location.StoreLocation;
import io.tusk.name.ProjectName;
import io.tusk.repo.CommitRef;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.KV;

/**
 * Reads versioned files into Beam pipelines, and writes commits from them.
 *
 * <pre>{@code
 * pipeline
 *     .apply("Read texts", TuskIO.read().withStore(store).withCommit("texts@master"))
 *     .apply("Count words", ParDo.of(new CountWords()))
 *     .apply("Write counts", TuskIO.write().withStore(store).withBranch("counts@master"));
 * }</pre>
 *
 * <p>A store is named as on the command line: a directory, or {@code s3://BUCKET/PREFIX}. Workers
 * reach a bucket by the pipeline's options {@code --awsRegion}, {@code --endpoint} and {@code
 * --awsCredentialsProvider}, and without them by AWS's customs; so does the process that builds the
 * pipeline, which looks into the store too.
 */
public final class TuskIO {
  private TuskIO() {}

  /**
   * The files of a commit that match a glob, each as a {@link TuskFile}. The commit is found once,
   * when the transform is applied; what comes on the branch later is not read, whatever is run
   * again. A pipeline that is built once and run later names the commit by its id.
   */
  public static ReadCommit<TuskFile> read() {
    return new ReadCommit<>(
        ReadCommit.Settings.NONE, selected -> new CommitSource.OfFiles(selected, PathRange.ALL));
  }

  /**
   * The files and directories of a commit that match a glob, each as a {@link TuskDatum}; they are
   * the datums that a pipeline of Tusk has for that glob. As to the rest it is as {@link #read}.
   */
  public static ReadCommit<TuskDatum> readDatums() {
    return new ReadCommit<>(
        ReadCommit.Settings.NONE, selected -> new CommitSource.OfDatums(selected, PathRange.ALL));
  }

  /** Writes files: of each element the key is the path, and the value the content. */
  public static WriteCommit<KV<String, byte[]>> write() {
    return write(KV::getKey, (element, options) -> new ByteArrayInputStream(element.getValue()));
  }

  /**
   * Writes a file for each element, all in one commit of one branch, which is made once: bundles
   * and steps that are run again change nothing more. Without an element the commit is made too.
   *
   * @param path where an element goes; no two may have the same
   * @param content of the file; of equal elements it is equal
   */
  public static <T> WriteCommit<T> write(SerializableFunction<T, String> path, Content<T> content) {
    return new WriteCommit<>(WriteCommit.Settings.NONE, path, content);
  }

  /** Gives the content of an element's file. */
  @FunctionalInterface
  public interface Content<T> extends Serializable {
    /** What is read to its end, and closed; never all of it in memory. */
    InputStream open(T element, PipelineOptions options) throws Exception;
  }

  /** What becomes of the files that a branch has before a write. */
  public enum Before {
    /** They stay, but for those whose paths are written. */
    KEEP,
    /** They go: the commit has what is written and nothing else. */
    REPLACE
  }

  /** The location as every process of this host finds it. */
  static String location(String store) {
    StoreLocation location = StoreLocation.parse(store);
    return location instanceof StoreLocation.Local local
        ? new StoreLocation.Local(absolute(local.path())).toString()
        : location.toString();
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  static CommitRef commit(String text) {
    return CommitRef.parse(ProjectName.DEFAULT, text);
  }

  static Glob glob(String text) {
    return Glob.parse(text);
  }

  /** What a transform cannot do without. */
  static <V> V required(Optional<V> value, String transform, String setting) {
    return value.orElseThrow(
        () ->
            new TuskException(
                ErrorCode.USAGE, transform + " lacks " + setting + "; add it to the transform"));
  }
}
