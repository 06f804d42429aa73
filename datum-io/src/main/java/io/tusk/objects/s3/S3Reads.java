/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Reads objects and ranges of them, large ones in parts beside each other. Believes an answer only
 * when it is of the range that was asked for and has all its bytes.
 */
final class S3Reads {
  /** Beyond the largest object of any S3. */
  private static final long MOST_OFFSET = 1L << 50;

  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  /** How often an object may be replaced under one read of several parts. */
  private static final int MOST_REPLACED = 20;

  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]+)-([0-9]+)/([0-9]+)");

  private final BucketPrefix place;
  private final S3Client client;
  private final S3Requests requests;
  private final S3Parts parts;

  S3Reads(BucketPrefix place, S3Client client, S3Requests requests, S3Parts parts) {
    this.place = place;
    this.client = client;
    this.requests = requests;
    this.parts = parts;
  }

  private record First(byte[] bytes, long total, String etag) {}

  /** The object was replaced since its first part was read. */
  private static final class ReplacedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  Optional<byte[]> read(String key) {
    return range(key, 0, MOST_BYTES, true);
  }

  Optional<byte[]> read(String key, long offset, int length) {
    return range(key, offset, length, false);
  }

  Optional<Long> size(String key) {
    try {
      return Optional.of(
          requests.send(
              Access.READ,
              () -> {
                var head = client.headObject(r -> r.bucket(place.bucket()).key(name(key)));
                if (head.contentLength() == null || head.eTag() == null) {
                  throw new NotS3Exception("described an object without length or ETag");
                }
                return head.contentLength();
              }));
    } catch (S3Exception e) {
      // The answer has no body, so it does not say what is missing.
      if (e.statusCode() == 404) {
        return Optional.empty();
      }
      throw requests.error(Access.READ, e);
    }
  }

  private Optional<byte[]> range(String key, long offset, int length, boolean whole) {
    if (length == 0 || offset >= MOST_OFFSET) {
      return size(key).map(size -> new byte[0]);
    }
    for (int tries = 0; tries < MOST_REPLACED; tries++) {
      try {
        Optional<First> first = first(key, offset, Math.min(length, S3Parts.BYTES));
        return first.map(start -> rest(key, offset, length, whole, start));
      } catch (ReplacedException e) {
        // What was read of it belongs to an object that is gone.
      }
    }
    throw new TuskException(
        ErrorCode.STORAGE,
        "object '"
            + key
            + "' of store "
            + place
            + " is replaced as often as it is read; stop what else writes there");
  }

  private Optional<First> first(String key, long offset, int length) {
    try {
      return Optional.of(
          requests.send(
              Access.READ,
              () ->
                  client.getObject(
                      request(key, offset, length).build(),
                      (answer, body) -> {
                        Matcher range = requireRange(answer, offset, length);
                        long total = Long.parseLong(range.group(3));
                        byte[] bytes = new byte[length(range)];
                        fill(body, bytes, 0, bytes.length);
                        return new First(bytes, total, answer.eTag());
                      })));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (S3Exception e) {
      if (e.statusCode() == 416) {
        return Optional.of(new First(new byte[0], offset, ""));
      }
      throw requests.error(Access.READ, e);
    }
  }

  /** All of the range, of which {@code first} is the start. */
  private byte[] rest(String key, long offset, int length, boolean whole, First first) {
    long end = Math.min(first.total() - offset, length);
    if (whole && first.total() > MOST_BYTES) {
      throw new TuskException(
          ErrorCode.INTERNAL,
          "object '"
              + key
              + "' of store "
              + place
              + " has "
              + first.total()
              + " bytes; read ranges");
    }
    int read = first.bytes().length;
    if (end <= read) {
      return first.bytes();
    }
    byte[] all = new byte[(int) end];
    System.arraycopy(first.bytes(), 0, all, 0, read);
    int count = (int) ((end - read + S3Parts.BYTES - 1) / S3Parts.BYTES);
    parts.all(
        count,
        part -> {
          int at = read + part * S3Parts.BYTES;
          fill(key, offset, all, at, (int) Math.min(S3Parts.BYTES, end - at), first.etag());
          return part;
        });
    return all;
  }

  private void fill(String key, long offset, byte[] all, int at, int length, String etag) {
    try {
      requests.send(
          Access.READ,
          () ->
              client.getObject(
                  request(key, offset + at, length).ifMatch(etag).build(),
                  (answer, body) -> {
                    Matcher range = requireRange(answer, offset + at, length);
                    if (length(range) != length) {
                      throw new NotS3Exception("answered a range with another");
                    }
                    fill(body, all, at, length);
                    return length;
                  }));
    } catch (S3Exception e) {
      if (e.statusCode() == 412 || e.statusCode() == 404 || e.statusCode() == 416) {
        throw new ReplacedException();
      }
      throw requests.error(Access.READ, e);
    }
  }

  private GetObjectRequest.Builder request(String key, long offset, int length) {
    return GetObjectRequest.builder()
        .bucket(place.bucket())
        .key(name(key))
        .range("bytes=" + offset + "-" + (offset + length - 1));
  }

  /** The groups are the first and the last byte, and the length of the object. */
  private static Matcher requireRange(GetObjectResponse answer, long offset, int length) {
    String text = answer.contentRange() == null ? "" : answer.contentRange();
    Matcher range = CONTENT_RANGE.matcher(text);
    if (answer.eTag() == null || !range.matches()) {
      throw new NotS3Exception("answered a range without Content-Range and ETag");
    }
    long first = Long.parseLong(range.group(1));
    long last = Long.parseLong(range.group(2));
    long total = Long.parseLong(range.group(3));
    if (first != offset || last != Math.min(offset + length, total) - 1) {
      throw new NotS3Exception("answered bytes " + offset + " and on with " + text);
    }
    return range;
  }

  private static int length(Matcher range) {
    return (int) (Long.parseLong(range.group(2)) - Long.parseLong(range.group(1)) + 1);
  }

  /** Takes exactly {@code length} bytes. */
  private static void fill(InputStream body, byte[] bytes, int at, int length) throws IOException {
    int read = body.readNBytes(bytes, at, length);
    if (read < length) {
      throw new IOException("an answer of " + length + " bytes ended after " + read);
    }
    if (body.read() >= 0) {
      throw new IOException("an answer of " + length + " bytes went on");
    }
  }

  private String name(String key) {
    return place.start() + key;
  }
}
