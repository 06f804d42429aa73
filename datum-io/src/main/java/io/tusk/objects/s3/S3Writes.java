/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import io.tusk.error.TuskException;
import io.tusk.objects.ObjectStore.Created;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Writes objects, large ones in parts beside each other. */
final class S3Writes {
  /** Above this the parts are worth the two requests more. */
  private static final int SINGLE = 2 * S3Parts.BYTES;

  private static final int MOST_UPLOADS = 3;
  private static final String TYPE = "application/octet-stream";

  private final BucketPrefix place;
  private final S3Client client;
  private final S3Requests requests;
  private final S3Parts parts;

  S3Writes(BucketPrefix place, S3Client client, S3Requests requests, S3Parts parts) {
    this.place = place;
    this.client = client;
    this.requests = requests;
    this.parts = parts;
  }

  void put(String key, List<ByteBuffer> content) {
    Slices slices = new Slices(content);
    if (slices.length() <= SINGLE) {
      requests.require(
          Access.WRITE,
          () -> {
            requireETag(
                client
                    .putObject(request(key).build(), body(slices, 0, (int) slices.length()))
                    .eTag());
            return key;
          });
      return;
    }
    for (int uploads = 1; !putInParts(key, slices, uploads == MOST_UPLOADS); uploads++) {
      // The upload was gone when it was to be completed: it may be that the answer to that was
      // lost.
    }
  }

  Created createIfAbsent(String key, byte[] content) {
    Slices slices = new Slices(List.of(ByteBuffer.wrap(content)));
    return requests.create(
        key,
        () ->
            requireETag(
                client
                    .putObject(
                        request(key).ifNoneMatch("*").build(), body(slices, 0, content.length))
                    .eTag()));
  }

  void delete(String key) {
    try {
      requests.send(
          Access.DELETE, () -> client.deleteObject(r -> r.bucket(place.bucket()).key(name(key))));
    } catch (S3Exception e) {
      if (!S3Errors.code(e).equals("NoSuchKey")) {
        throw requests.error(Access.DELETE, e);
      }
    }
  }

  /** Whether it is written; where it is not, the upload had vanished. */
  private boolean putInParts(String key, Slices slices, boolean lastTry) {
    String upload =
        requests.require(
            Access.WRITE,
            () -> {
              String id =
                  client
                      .createMultipartUpload(
                          r -> r.bucket(place.bucket()).key(name(key)).contentType(TYPE))
                      .uploadId();
              if (id == null || id.isEmpty()) {
                throw new NotS3Exception("began an upload without an id");
              }
              return id;
            });
    try {
      int count = (int) ((slices.length() + S3Parts.BYTES - 1) / S3Parts.BYTES);
      List<CompletedPart> done = parts.all(count, part -> upload(key, upload, slices, part));
      requests.send(
          Access.WRITE,
          () -> {
            requireETag(
                client
                    .completeMultipartUpload(
                        r ->
                            r.bucket(place.bucket())
                                .key(name(key))
                                .uploadId(upload)
                                .multipartUpload(m -> m.parts(done)))
                    .eTag());
            return key;
          });
      return true;
    } catch (NoSuchUploadException e) {
      if (lastTry) {
        throw requests.error(Access.WRITE, e);
      }
      return false;
    } catch (S3Exception e) {
      TuskException failure = requests.error(Access.WRITE, e);
      abort(key, upload, failure);
      throw failure;
    } catch (RuntimeException | Error e) {
      abort(key, upload, e);
      throw e;
    }
  }

  private CompletedPart upload(String key, String upload, Slices slices, int part) {
    long from = (long) part * S3Parts.BYTES;
    int length = (int) Math.min(S3Parts.BYTES, slices.length() - from);
    String etag =
        requests.send(
            Access.WRITE,
            () ->
                requireETag(
                    client
                        .uploadPart(
                            r ->
                                r.bucket(place.bucket())
                                    .key(name(key))
                                    .uploadId(upload)
                                    .partNumber(part + 1),
                            body(slices, from, length))
                        .eTag()));
    return CompletedPart.builder().partNumber(part + 1).eTag(etag).build();
  }

  private void abort(String key, String upload, Throwable failure) {
    try {
      requests.send(
          Access.WRITE,
          () ->
              client.abortMultipartUpload(
                  r -> r.bucket(place.bucket()).key(name(key)).uploadId(upload)));
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private PutObjectRequest.Builder request(String key) {
    return PutObjectRequest.builder().bucket(place.bucket()).key(name(key)).contentType(TYPE);
  }

  private static RequestBody body(Slices slices, long from, int length) {
    return RequestBody.fromContentProvider(() -> slices.open(from, length), length, TYPE);
  }

  private static String requireETag(String etag) {
    if (etag == null || etag.isEmpty()) {
      throw new NotS3Exception("acknowledged a write without an ETag");
    }
    return etag;
  }

  private String name(String key) {
    return place.start() + key;
  }

  /** The bytes of buffers one after another; neither position nor limit of any moves. */
  private record Slices(List<ByteBuffer> buffers) {
    long length() {
      return buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    InputStream open(long from, int length) {
      return new SlicesStream(buffers, from, length);
    }
  }
}
