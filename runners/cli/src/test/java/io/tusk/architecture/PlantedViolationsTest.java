/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule finds what it forbids, and only there. */
final class PlantedViolationsTest {
  /** A use of {@code library}, forbidden in {@code folder} by {@code rule}, allowed elsewhere. */
  record Use(String rule, String folder, String library, String allowedFolder, String allowed) {
    @Override
    public String toString() {
      return rule + ": " + library + " in " + folder;
    }
  }

  private static final String CLOCK = "clock, chance and waiting are passed in";
  private static final String STREAMS = "standard streams only in the command line";
  private static final String ONE_WAY = "modules point one way";
  private static final String ONE_MODULE = "a package lies in one module";
  private static final String CYCLES = "no package cycles";

  @TempDir Path directory;

  static Stream<Use> uses() {
    String sdk = "org.apache.beam.sdk.Planted";
    String inBeam = "io.tusk.beam.Good";
    return Stream.of(
        new Use("datum-io uses Beam in its beam package only", "datum-io", sdk, "datum-io", inBeam),
        new Use("pipelines use no Beam", "pipelines", sdk, "engine", "io.tusk.good.Good"),
        new Use(
            "no class of Beam's vendored libraries",
            "engine",
            "org.apache.beam.vendor.guava.Planted",
            null,
            null),
        new Use("no Guava", "runners/cli", "com.google.common.collect.Planted", null, null),
        new Use(
            "Beam's runners only in runners",
            "engine",
            "org.apache.beam.runners.direct.Planted",
            "runners/flink",
            "io.tusk.good.Good"),
        new Use(
            "no java.util.logging in libraries",
            "pipelines",
            "java.util.logging.Logger",
            "runners/cli",
            "io.tusk.good.Good"));
  }

  @ParameterizedTest
  @MethodSource("uses")
  void findsALibraryWhereItIsForbidden(Use use) throws IOException {
    Plant plant = new Plant(directory);
    if (!use.library().startsWith("java.")) {
      plant.add("library", use.library(), "");
    }
    // As a field, in a signature and as an array: a use of any kind counts.
    plant.add(use.folder(), "io.tusk.bad.Field", use.library() + " field;");
    plant.add(
        use.folder(),
        "io.tusk.bad.Signature",
        "public java.util.List<" + use.library() + "> list() { return null; }");
    plant.add(use.folder(), "io.tusk.bad.Array", use.library() + "[][] field;");
    if (use.allowed() != null) {
      plant.add(use.allowedFolder(), use.allowed(), use.library() + " field;");
    }
    plant.add(use.folder(), "io.tusk.fine.Fine", "String field;");
    assertViolatedBy(
        use.rule(), plant, "io.tusk.bad.Field", "io.tusk.bad.Signature", "io.tusk.bad.Array");
  }

  @Test
  void findsAModuleThatUsesOneAboveIt() throws IOException {
    Plant plant =
        new Plant(directory)
            .add("runners/cli", "io.tusk.top.Top", "io.tusk.mid.Mid mid;")
            .add("engine", "io.tusk.mid.Mid", "io.tusk.low.Low low;")
            .add("pipelines", "io.tusk.low.Low", "io.tusk.mid.Up up;")
            .add("engine", "io.tusk.mid.Up", "")
            .add("datum-io", "io.tusk.base.Base", "Object o = new io.tusk.top.Top();");
    assertViolatedBy(ONE_WAY, plant, "pipelines uses engine", "datum-io uses runners");
  }

  @Test
  void findsAPackageInTwoModules() throws IOException {
    Plant plant =
        new Plant(directory)
            .add("datum-io", "io.tusk.split.One", "")
            .add("engine", "io.tusk.split.Two", "")
            .add("engine", "io.tusk.whole.Three", "");
    assertViolatedBy(ONE_MODULE, plant, "package io.tusk.split lies in");
  }

  @Test
  void findsACycleOfPackages() throws IOException {
    Plant plant =
        new Plant(directory)
            .add("datum-io", "io.tusk.one.A", "io.tusk.two.B b;")
            .add("datum-io", "io.tusk.two.B", "io.tusk.two.deep.C c;")
            .add("datum-io", "io.tusk.two.deep.C", "io.tusk.one.A a;");
    assertThatThrownBy(() -> rule(plant, CYCLES).check(plant.classes()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Cycle detected")
        .hasMessageContaining("io.tusk.one.A.b")
        .hasMessageContaining("io.tusk.two.deep.C.a");
  }

  @Test
  void findsStandardStreams() throws IOException {
    assertEachIsFound(
        STREAMS,
        "engine",
        "io.tusk.cli.Good",
        "System.out.println();",
        "System.err.flush();",
        "new java.util.Scanner(System.in);",
        "new IllegalStateException().printStackTrace();",
        "java.util.function.Consumer<Exception> c = Exception::printStackTrace;");
  }

  @Test
  void findsTheClockChanceAndWaiting() throws IOException {
    assertEachIsFound(
        CLOCK,
        "pipelines",
        "io.tusk.cli.Good",
        "System.currentTimeMillis();",
        "System.nanoTime();",
        "java.time.Instant.now();",
        "java.time.LocalDate.now(java.time.ZoneId.of(\"UTC\"));",
        "java.time.Clock.systemUTC();",
        "new java.util.Date();",
        "java.util.Calendar.getInstance();",
        "Math.random();",
        "new java.util.Random();",
        "new java.security.SecureRandom();",
        "java.util.UUID.randomUUID();",
        "java.util.concurrent.ThreadLocalRandom.current();",
        "try { Thread.sleep(1); } catch (InterruptedException e) { }",
        "java.util.function.Supplier<?> s = java.time.Instant::now;",
        "java.util.function.Supplier<?> s = () -> new java.util.Random();",
        "java.util.function.Supplier<?> s = java.util.Random::new;");
  }

  /** Each statement is found in a class of its own, but not in {@code allowed} in the runners. */
  private void assertEachIsFound(String rule, String folder, String allowed, String... statements)
      throws IOException {
    Plant plant = new Plant(directory);
    String[] methods = new String[statements.length];
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < statements.length; i++) {
      plant.add(folder, "io.tusk.bad.Bad" + i, "void f() { " + statements[i] + " }");
      methods[i] = "<io.tusk.bad.Bad" + i + ".";
      all.append("void f").append(i).append("() { ").append(statements[i]).append(" }\n");
    }
    plant.add("runners/cli", allowed, all.toString());
    if (rule.equals(CLOCK)) {
      plant.add("datum-io", "io.tusk.host.Host", all.toString());
    }
    assertViolatedBy(rule, plant, methods);
  }

  @Test
  void allowsTheClockAndChanceThatArePassedIn() throws IOException {
    Plant plant =
        new Plant(directory)
            .add(
                "engine",
                "io.tusk.fine.Fine",
                """
                java.time.Instant when(java.time.Clock c) { return java.time.Instant.now(c); }
                int roll(long seed) { return new java.util.Random(seed).nextInt(); }
                """);
    JavaClasses planted = plant.classes();
    assertThatCode(() -> rule(plant, CLOCK).check(planted)).doesNotThrowAnyException();
  }

  @Test
  void everyRuleHasItsViolation() {
    Set<String> proved = new HashSet<>(Set.of(CLOCK, STREAMS, ONE_WAY, ONE_MODULE, CYCLES));
    uses().map(Use::rule).forEach(proved::add);
    assertThat(proved).isEqualTo(new Rules(House.here()).all().keySet());
  }

  private static ArchRule rule(Plant plant, String name) {
    return new Rules(plant.house()).all().get(name);
  }

  /** The rule reports a violation with each of the texts, and none without one. */
  private static void assertViolatedBy(String rule, Plant plant, String... texts)
      throws IOException {
    JavaClasses planted = plant.classes();
    List<String> details = rule(plant, rule).evaluate(planted).getFailureReport().getDetails();
    for (String text : texts) {
      assertThat(details).anyMatch(detail -> detail.contains(text));
    }
    assertThat(details).allMatch(detail -> Stream.of(texts).anyMatch(detail::contains));
  }
}
