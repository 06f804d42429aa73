/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.fsck;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import io.tusk.log.CheckedJson;
import io.tusk.log.Log;
import io.tusk.log.NumberedKeys;
import io.tusk.objects.ObjectStore;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackProblem;
import io.tusk.pieces.PackVerifier;
import io.tusk.repo.TuskStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Re-reads a store: every object under its prefix, and everything that its records and open commits
 * reach. Works on stores that are too damaged to be opened. Each pack is read once, one at a time;
 * memory grows with the number of packs and of distinct tree nodes.
 */
public final class Fsck {
  private static final Pattern PACK = Pattern.compile("packs/([0-9a-f]{2})/(\\1[0-9a-f]{62})");
  private static final Pattern FORWARD =
      Pattern.compile("packs/([0-9a-f]{2})/(\\1[0-9a-f]{62})\\.forward");
  private static final Pattern OPEN =
      Pattern.compile("open/[^/]+/[^/]+/[0-9a-f]{32}/(\\d{3}/){5}\\d{3}");
  private static final Pattern EGRESS = Pattern.compile("egress/[^/]+/[^/]+");
  private static final Pattern PIN = Pattern.compile("pins/[0-9a-f]{32}");
  private static final String LOG = "log/";
  private static final int PAGE = 1_000;

  private final ObjectStore objects;
  private final Host host;
  private final Log log;
  private final Problems problems;
  private final Reach reach;
  private boolean intact;

  /** {@code told} is told each problem as it is found. */
  public Fsck(ObjectStore objects, Host host, Consumer<Problem> told) {
    this.objects = objects;
    this.host = host;
    this.log = new Log(objects, host);
    this.problems = new Problems(told);
    this.reach = new Reach(objects, problems);
  }

  /**
   * The number of problems.
   *
   * @throws TuskException NOT_FOUND without a store; FORMAT for one that is too new; STORAGE
   */
  public long run() {
    LogCheck logCheck = new LogCheck(objects, log, problems, reach);
    if (logCheck.isEmpty()) {
      throw new TuskException(
          ErrorCode.NOT_FOUND, "there is no store at " + objects.location() + " to check");
    }
    checkObjects();
    logCheck.run();
    if (!problems.anyDamage()) {
      checkCatalog();
    }
    return problems.found();
  }

  /**
   * Whether {@link #run} found all objects as they were written, so that the store can be opened
   * and what they say be checked.
   */
  public boolean isIntact() {
    return intact;
  }

  private void checkCatalog() {
    try {
      TuskStore store = TuskStore.open(objects, host);
      intact = true;
      new CatalogCheck(store, problems, reach).run();
    } catch (TuskException e) {
      if (e.code() != ErrorCode.CORRUPT && e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
      problems.report("catalog", Problems.fact(e));
    }
  }

  private void checkObjects() {
    String after = "";
    List<String> page;
    do {
      page = objects.list("", after, PAGE);
      page.forEach(this::checkObject);
      after = page.isEmpty() ? after : page.get(page.size() - 1);
    } while (page.size() == PAGE);
  }

  private void checkObject(String key) {
    Matcher pack = PACK.matcher(key);
    if (pack.matches()) {
      Hash name = Hash.fromHex(pack.group(2));
      for (PackProblem problem : new PackVerifier(objects).verify(key).problems()) {
        reach.distrust(name);
        problems.report(problem.key(), problem.fact());
      }
    } else if (OPEN.matcher(key).matches()) {
      Optional<ObjectNode> json = checkJson(key);
      if (json.isPresent() && !json.get().path("key").asText().equals(key)) {
        problems.report(key, "it holds what belongs under " + json.get().path("key"));
      }
    } else if (PIN.matcher(key).matches() || isJobRecord(key)) {
      checkJson(key);
    } else if (!NumberedKeys.isNumbered(LOG, key)
        && !FORWARD.matcher(key).matches()
        && !key.startsWith("jobs/")
        && !EGRESS.matcher(key).matches()) {
      problems.reportHarmless(key, "no such object belongs to a store; it was left alone");
    }
  }

  /** Nothing where it was reported, or is gone by now. */
  private Optional<ObjectNode> checkJson(String key) {
    Optional<byte[]> bytes = objects.read(key);
    Optional<ObjectNode> json = bytes.flatMap(CheckedJson::read);
    if (bytes.isPresent() && json.isEmpty()) {
      problems.report(key, "it does not agree with its checksum");
    }
    return json;
  }

  private static boolean isJobRecord(String key) {
    return key.startsWith("jobs/") && (key.endsWith("/plan") || key.contains("/segments/"));
  }
}
