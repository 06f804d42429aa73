/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.name.BranchName;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.spec.Egress;
import io.tusk.spec.Egress.FileFormat;
import io.tusk.spec.Egress.FileType;
import io.tusk.spec.Input;
import io.tusk.spec.Input.CronInput;
import io.tusk.spec.Input.CrossInput;
import io.tusk.spec.Input.GroupInput;
import io.tusk.spec.Input.JoinInput;
import io.tusk.spec.Input.PfsInput;
import io.tusk.spec.Input.Propagation;
import io.tusk.spec.Input.Trigger;
import io.tusk.spec.Input.UnionInput;
import io.tusk.spec.Kubernetes;
import io.tusk.spec.Kubernetes.Gpu;
import io.tusk.spec.Kubernetes.Resources;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.PipelineSpec.DatumSetSpec;
import io.tusk.spec.PipelineSpec.ReprocessSpec;
import io.tusk.spec.RawJson;
import io.tusk.spec.Transform;
import io.tusk.spec.Transform.JavaTransform;
import io.tusk.spec.Transform.SecretMount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Makes valid specifications, with everything or nothing in each field. */
final class RandomSpec {
  private static final String ALPHABET = "ab Z0:#-\"'\\\n\t{}[]&*!|>%@`,?é\u2028\uD83D\uDE00/~";

  private final Random random;
  private int names;

  RandomSpec(Random random) {
    this.random = random;
  }

  PipelineSpec spec() {
    PipelineName name = new PipelineName(project(), "p" + random.nextInt(5));
    return new PipelineSpec(
        name,
        text(),
        transform(),
        maybe(() -> random.nextInt(4) == 0 ? cron() : input(3)),
        random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(1 + random.nextInt(9)),
        new BranchName(name.repo(), random.nextBoolean() ? "master" : "b"),
        maybe(this::egress),
        maybe(() -> new DatumSetSpec(1 + random.nextInt(9), random.nextInt(2), random.nextInt(2))),
        maybe(this::duration),
        1 + random.nextInt(5),
        maybe(this::duration),
        maybe(this::filled),
        random.nextBoolean() ? ReprocessSpec.EVERY_JOB : ReprocessSpec.UNTIL_SUCCESS,
        random.nextBoolean(),
        random.nextBoolean(),
        Optional.empty(),
        Optional.empty(),
        kubernetes(),
        maybe(this::duration),
        maybe(this::raw),
        maybe(this::raw));
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextInt(3) == 0 ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> List<T> list(Supplier<T> value) {
    List<T> values = new ArrayList<>();
    while (random.nextInt(3) == 0) {
      values.add(value.get());
    }
    return values;
  }

  private Map<String, String> map() {
    Map<String, String> map = new TreeMap<>();
    list(() -> map.put("k" + random.nextInt(9), text()));
    return map;
  }

  private String text() {
    return random.nextInt(3) == 0 ? filled() : "";
  }

  private String filled() {
    int[] points = ALPHABET.codePoints().toArray();
    StringBuilder out = new StringBuilder();
    do {
      out.appendCodePoint(points[random.nextInt(points.length)]);
    } while (random.nextInt(6) != 0);
    return out.toString();
  }

  private Duration duration() {
    return Duration.ofSeconds(random.nextInt(100_000), 1 + random.nextInt(999_999_999));
  }

  private ProjectName project() {
    return random.nextBoolean() ? ProjectName.DEFAULT : new ProjectName("other");
  }

  private RawJson raw() {
    return new RawJson(
        random.nextBoolean() ? "{\"a\":[1,2.50,null,true]}" : "{\"é\":{\"b\":\"\\\"\"}}");
  }

  private Transform transform() {
    boolean java = random.nextInt(4) == 0;
    List<String> errCmd = java ? List.of() : list(this::filled);
    List<String> cmd = new ArrayList<>();
    if (!java) {
      cmd.add(filled());
      cmd.addAll(list(this::text));
    }
    return new Transform(
        cmd,
        java ? List.of() : list(this::text),
        errCmd,
        errCmd.isEmpty() ? List.of() : list(this::text),
        map(),
        list(() -> new SecretMount(filled(), filled(), text(), text())),
        text(),
        list(() -> (long) random.nextInt(256)),
        text(),
        text(),
        random.nextBoolean(),
        random.nextBoolean(),
        text(),
        random.nextBoolean(),
        list(this::filled),
        java ? Optional.of(new JavaTransform("a.B$C", maybe(this::filled))) : Optional.empty());
  }

  private Egress egress() {
    return random.nextBoolean()
        ? new Egress.ObjectStorage(filled())
        : new Egress.SqlDatabase(
            filled(),
            maybe(
                () ->
                    new FileFormat(
                        random.nextBoolean() ? FileType.CSV : FileType.UNKNOWN,
                        list(this::filled))),
            filled(),
            filled());
  }

  private Kubernetes kubernetes() {
    return new Kubernetes(
        maybe(() -> resources(0)),
        maybe(() -> resources(random.nextInt(3))),
        maybe(() -> resources(0)),
        maybe(() -> resources(0)),
        map(),
        text(),
        list(this::raw),
        random.nextBoolean() ? "" : "{\"a\": 1}",
        random.nextBoolean() ? "" : "[]",
        map(),
        map());
  }

  private Resources resources(long processes) {
    return new Resources(
        random.nextInt(40) / 10.0,
        random.nextBoolean() ? "" : "64Mi",
        random.nextBoolean() ? "" : "1.5G",
        maybe(() -> new Gpu(text(), random.nextInt(3))),
        processes);
  }

  private Input input(int depth) {
    if (depth > 0 && random.nextBoolean()) {
      List<Input> children = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        children.add(input(depth - 1));
      }
      return switch (random.nextInt(4)) {
        case 0 -> new CrossInput(children);
        case 1 -> new UnionInput(children);
        case 2 -> new JoinInput(children);
        default -> new GroupInput(children);
      };
    }
    // Names rise, so that the tree is sorted as it stands.
    RepoName repo = new RepoName(project(), String.format("r%04d", names++));
    return new PfsInput(
        repo.name(),
        new BranchName(repo, random.nextBoolean() ? "master" : "b"),
        random.nextBoolean() ? "/*" : "/é/(*)",
        text(),
        random.nextBoolean(),
        text(),
        random.nextBoolean(),
        random.nextBoolean(),
        false,
        maybe(() -> new Trigger("staging", random.nextBoolean(), "", "1K", 3, "@daily")),
        random.nextBoolean() ? Propagation.ALWAYS : Propagation.NEVER,
        random.nextBoolean(),
        maybe(() -> "from"));
  }

  private Input cron() {
    return new CronInput(
        "t" + names++,
        new RepoName(project(), "ticks"),
        "@every 10m",
        random.nextBoolean(),
        maybe(() -> Instant.ofEpochMilli(random.nextLong(1L << 41))));
  }
}
