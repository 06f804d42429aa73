/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import io.tusk.host.Host;
import io.tusk.objects.ObjectKeys;
import io.tusk.objects.ObjectStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects under one prefix of a bucket of S3, or of a service that does as S3 does: it reads its
 * own writes, lists in the order of bytes, and honours {@code If-None-Match: *}.
 *
 * <p>Tries idempotent requests again itself, so no decorator and no part of the client need to: on
 * 5xx and lost connections, up to ten times where the service has answered before and three times
 * where it never has. Keys that end in a slash, by which consoles mark folders, are never listed.
 * An interrupted thread finishes its call and stays interrupted, but waits for no further try:
 * INTERRUPTED.
 */
public final class S3ObjectStore implements ObjectStore {
  private static final int MOST_KEYS = 1_000;

  private final BucketPrefix place;
  private final S3Client client;
  private final S3Requests requests;
  private final S3Parts parts;
  private final S3Reads reads;
  private final S3Writes writes;

  private S3ObjectStore(BucketPrefix place, S3Clients clients, Host host) {
    this.place = place;
    this.client = clients.client();
    this.requests =
        new S3Requests(place, new S3Errors(place, clients.region(), clients.endpoint()), host);
    this.parts = new S3Parts();
    this.reads = new S3Reads(place, client, requests, parts);
    this.writes = new S3Writes(place, client, requests, parts);
  }

  /**
   * Makes no request to S3; may ask the machine's metadata for the region.
   *
   * @throws io.tusk.error.TuskException STORAGE when no region is found
   */
  public static S3ObjectStore open(BucketPrefix place, S3Settings settings, Host host) {
    return open(place, settings, host, S3Timeouts.DEFAULT);
  }

  static S3ObjectStore open(
      BucketPrefix place, S3Settings settings, Host host, S3Timeouts timeouts) {
    return new S3ObjectStore(place, S3Clients.make(place, settings, timeouts), host);
  }

  @Override
  public Optional<byte[]> read(String key) {
    return reads.read(ObjectKeys.requireKey(key));
  }

  @Override
  public Optional<byte[]> read(String key, long offset, int length) {
    ObjectKeys.requireRange(key, offset, length);
    return reads.read(ObjectKeys.requireKey(key), offset, length);
  }

  @Override
  public Optional<Long> size(String key) {
    return reads.size(ObjectKeys.requireKey(key));
  }

  @Override
  public void put(String key, byte[] content) {
    put(key, List.of(ByteBuffer.wrap(content)));
  }

  @Override
  public void put(String key, List<ByteBuffer> parts) {
    writes.put(ObjectKeys.requireKey(key), parts);
  }

  @Override
  public Created createIfAbsent(String key, byte[] content) {
    return writes.createIfAbsent(ObjectKeys.requireKey(key), content);
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    ObjectKeys.requireListing(prefix, limit);
    List<String> keys = new ArrayList<>();
    String start = place.start() + prefix;
    String last = after.isEmpty() ? "" : place.start() + after;
    String token = "";
    while (true) {
      int most = Math.min(MOST_KEYS, limit - keys.size());
      ListObjectsV2Response page = page(start, last, token, most);
      for (S3Object object : page.contents()) {
        last = object.key();
        if (!last.endsWith("/")) {
          keys.add(last.substring(place.start().length()));
        }
      }
      if (keys.size() >= limit || !page.isTruncated()) {
        return keys;
      }
      // Of deleted objects of which versions are kept a page may be full, and be empty.
      token = page.contents().isEmpty() ? page.nextContinuationToken() : "";
    }
  }

  private ListObjectsV2Response page(String start, String after, String token, int limit) {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(place.bucket())
            .prefix(start)
            .startAfter(after.isEmpty() ? null : after)
            .continuationToken(token.isEmpty() ? null : token)
            .maxKeys(limit)
            .build();
    return requests.require(
        Access.LIST,
        () -> {
          ListObjectsV2Response page = client.listObjectsV2(request);
          requireListing(page, start, after, token);
          return page;
        });
  }

  private static void requireListing(
      ListObjectsV2Response page, String start, String after, String token) {
    boolean misses = page.name() == null || page.isTruncated() == null;
    String next = Objects.requireNonNullElse(page.nextContinuationToken(), "");
    boolean stays = next.isEmpty() || next.equals(token);
    if (misses || (page.isTruncated() && page.contents().isEmpty() && stays)) {
      throw new NotS3Exception("answered a listing with something else");
    }
    String last = after;
    for (S3Object object : page.contents()) {
      // Of the characters of keys and prefixes, the order of strings is that of their bytes.
      if (!object.key().startsWith(start) || object.key().compareTo(last) <= 0) {
        throw new NotS3Exception(
            "listed '" + object.key() + "' after '" + last + "' and under '" + start + "'");
      }
      last = object.key();
    }
  }

  @Override
  public void delete(String key) {
    writes.delete(ObjectKeys.requireKey(key));
  }

  @Override
  public String location() {
    return place.toString();
  }

  @Override
  public void close() {
    parts.close();
    client.close();
  }
}
