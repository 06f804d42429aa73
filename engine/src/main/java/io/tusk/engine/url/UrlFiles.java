/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.url;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Reads and writes objects through Beam's file systems, which the whole process shares. Every
 * failure is a {@link TuskException} that names the object. Safe for many threads.
 */
public final class UrlFiles {
  /** A part of an upload; each object that is being written has one in memory. */
  static final int PART_BYTES = 8 << 20;

  /** S3's own limit. */
  private static final int MOST_PARTS = 10_000;

  private static final String REGION = "--awsRegion=";
  private static final String CLIENTS = "--s3ClientFactoryClass=";
  private static final String PART = "--s3UploadBufferSizeBytes=";
  private static final String READING = "cannot be read";
  private static final String WRITING = "cannot be written";

  private UrlFiles() {}

  /** With Beam's options as they are for pipelines, {@code --awsRegion=eu-west-1} for one. */
  public static UrlFiles of(List<String> options) {
    PipelineOptions all =
        PipelineOptionsFactory.fromArgs(withDefaults(options).toArray(String[]::new)).create();
    findRegionLate(all, options);
    FileSystems.setDefaultPipelineOptions(all);
    return new UrlFiles();
  }

  /** With the options of the pipeline that this is a step of. */
  public static UrlFiles ofPipeline() {
    return new UrlFiles();
  }

  /** The options with which a pipeline's file systems are as they are here. */
  public static List<String> withDefaults(List<String> options) {
    // Beam knows by itself the options of AWS, and not those of S3.
    PipelineOptionsFactory.register(S3Options.class);
    List<String> all = new ArrayList<>(options);
    if (options.stream().noneMatch(option -> option.startsWith(CLIENTS))) {
      all.add(CLIENTS + BucketClients.class.getName());
    }
    if (options.stream().noneMatch(option -> option.startsWith(PART))) {
      all.add(PART + PART_BYTES);
    }
    return all;
  }

  /**
   * Without a region among {@code arguments}, has it found when an object is asked for, and not
   * when a file system is made that may never be used: outside of Amazon's machines that takes
   * seconds, and each pipeline makes one.
   */
  public static void findRegionLate(PipelineOptions options, List<String> arguments) {
    if (arguments.stream().noneMatch(argument -> argument.startsWith(REGION))) {
      options.as(AwsOptions.class).setAwsRegion(null);
    }
  }

  /** An object that is there. */
  public record Found(ObjectUrl url, long size, ResourceId resource) {}

  /** What is to be written, once. */
  @FunctionalInterface
  public interface Content {
    void copyTo(OutputStream out) throws IOException;
  }

  /**
   * The objects that match, in the order of their keys.
   *
   * @throws TuskException also NOT_FOUND where there is none
   */
  public List<Found> match(ObjectUrl url) {
    List<Found> found = find(url, url.key());
    if (found.isEmpty()) {
      if (url.isGlob()) {
        throw new TuskException(
            ErrorCode.NOT_FOUND, "no object matches " + url + "; check the pattern");
      }
      // An object that is asked for by itself is missing in a missing bucket too.
      find(url, url.key() + "*");
      throw UrlErrors.missing(url, null);
    }
    return found;
  }

  /**
   * All objects below a directory but for those that only stand for one, in the order of their
   * keys.
   *
   * @param url no pattern
   * @throws TuskException also NOT_FOUND where there is none
   */
  public Iterator<Found> below(ObjectUrl url) {
    ObjectUrl directory = url.asDirectory();
    List<Found> all = find(directory, directory.key() + "**");
    all.removeIf(found -> found.size() == 0 && found.url().isDirectory());
    if (all.isEmpty()) {
      throw new TuskException(
          ErrorCode.NOT_FOUND, "there is nothing below " + directory + "; check its name");
    }
    return all.iterator();
  }

  /** {@code pattern}: of the keys; {@code url} is what was asked for. */
  private static List<Found> find(ObjectUrl url, String pattern) {
    if (pattern.isEmpty()) {
      throw new TuskException(
          ErrorCode.USAGE, url + " names a bucket and no object; name one, or give -r");
    }
    try {
      MatchResult match = FileSystems.match(new ObjectUrl(url.bucket(), pattern).toString());
      List<Found> found = new ArrayList<>();
      if (match.status() != MatchResult.Status.NOT_FOUND) {
        for (MatchResult.Metadata object : match.metadata()) {
          ObjectUrl name = ObjectUrl.parse(object.resourceId().toString());
          found.add(new Found(name, object.sizeBytes(), object.resourceId()));
        }
      }
      return found;
    } catch (IOException | RuntimeException e) {
      throw UrlErrors.of(url, READING, e);
    }
  }

  /** The only object of that name; closed by the caller. */
  public InputStream open(ObjectUrl url) {
    List<Found> found = match(url);
    if (found.size() != 1) {
      throw new TuskException(
          ErrorCode.USAGE, found.size() + " objects match " + url + ", and one is wanted; name it");
    }
    return open(found.get(0));
  }

  /** The bytes of an object, which are as many as were found, or the reading fails. */
  public InputStream open(Found found) {
    try {
      return new Whole(found, Channels.newInputStream(FileSystems.open(found.resource())));
    } catch (IOException | RuntimeException e) {
      throw UrlErrors.of(found.url(), READING, e);
    }
  }

  /**
   * Writes an object, over one that is there; it appears whole or not at all.
   *
   * @param size how many bytes come
   */
  public void write(ObjectUrl url, long size, Content content) {
    if (size > (long) PART_BYTES * MOST_PARTS) {
      throw new TuskException(
          ErrorCode.INVALID,
          url
              + " would have "
              + size
              + " bytes, and "
              + (long) PART_BYTES * MOST_PARTS
              + " are the most; get it to a local file, and copy it with the bucket's own tool");
    }
    try {
      ResourceId resource = FileSystems.matchNewResource(url.toString(), false);
      // Closing is what makes the object, so after a failure nothing is closed.
      WritableByteChannel channel = FileSystems.create(resource, "application/octet-stream");
      content.copyTo(Channels.newOutputStream(channel));
      channel.close();
    } catch (IOException | RuntimeException e) {
      throw UrlErrors.of(url, WRITING, e);
    }
  }

  /** Deletes an object; nothing happens when there is none. */
  public void delete(ObjectUrl url) {
    try {
      FileSystems.delete(
          List.of(FileSystems.matchNewResource(url.toString(), false)),
          StandardMoveOptions.IGNORE_MISSING_FILES);
    } catch (IOException | RuntimeException e) {
      throw UrlErrors.of(url, "cannot be deleted", e);
    }
  }

  /** A stream that ends where the object did when it was found. */
  private static final class Whole extends FilterInputStream {
    private final Found found;
    private long count;

    Whole(Found found, InputStream in) {
      super(in);
      this.found = found;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int read;
      try {
        read = in.read(target, offset, length);
      } catch (IOException | RuntimeException e) {
        throw UrlErrors.of(found.url(), READING, e);
      }
      count += Math.max(0, read);
      if ((read < 0 && count < found.size()) || count > found.size()) {
        throw new TuskException(
            ErrorCode.STORAGE,
            found.url()
                + " had "
                + found.size()
                + " bytes, and "
                + count
                + " came; it was changed or broke off, run it again");
      }
      return read;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
