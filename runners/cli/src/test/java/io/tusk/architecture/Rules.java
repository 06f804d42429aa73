/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.tusk.architecture.House.Module;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** The rules of the house, by name. */
final class Rules {
  private static final String BEAM = "org.apache.beam";
  private static final Set<Module> LIBRARIES =
      EnumSet.of(Module.DATUM_IO, Module.PIPELINES, Module.ENGINE);

  private final House house;

  Rules(House house) {
    this.house = house;
  }

  /** What is shipped, of every module on this test's class path. */
  JavaClasses shipped() {
    return new ClassFileImporter()
        .withImportOption(location -> house.isMain(location.asURI()))
        .importPackages("io.tusk");
  }

  Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("modules point one way", modulesPointOneWay());
    rules.put("a package lies in one module", packagesLieInOneModule());
    rules.put(
        "no package cycles",
        slices().matching("io.tusk.(**)").should().beFreeOfCycles().allowEmptyShould(true));
    rules.put(
        "datum-io uses Beam in its beam package only",
        noDependency(type -> isIn(type, Module.DATUM_IO) && !isUnder(type, "io.tusk.beam"), BEAM));
    rules.put("pipelines use no Beam", noDependency(type -> isIn(type, Module.PIPELINES), BEAM));
    rules.put(
        "no class of Beam's vendored libraries", noDependency(type -> true, BEAM + ".vendor"));
    rules.put("no Guava", noDependency(type -> true, "com.google.common"));
    rules.put(
        "Beam's runners only in runners",
        noDependency(type -> !isIn(type, Module.RUNNERS), BEAM + ".runners"));
    rules.put(
        "no java.util.logging in libraries",
        noDependency(type -> LIBRARIES.contains(house.moduleOf(type)), "java.util.logging"));
    rules.put(
        "standard streams only in the command line",
        noAccess(
            "use System.out, System.err, System.in or printStackTrace",
            (type, access) -> !isUnder(type, "io.tusk.cli") && isStandardStream(access)));
    rules.put(
        "clock, chance and waiting are passed in",
        noAccess(
            "read the clock, draw chance or wait other than by what is passed in",
            (type, access) ->
                LIBRARIES.contains(house.moduleOf(type))
                    && !ClockAndChance.isAllowedIn(type)
                    && ClockAndChance.isUsedBy(access)));
    return rules;
  }

  private boolean isIn(JavaClass type, Module module) {
    return house.moduleOf(type) == module;
  }

  private static boolean isUnder(JavaClass type, String packageName) {
    return type.getPackageName().equals(packageName)
        || type.getPackageName().startsWith(packageName + ".");
  }

  private static boolean isStandardStream(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getName();
    return (owner.equals("java.lang.System") && Set.of("out", "err", "in").contains(name))
        || (name.equals("printStackTrace")
            && access.getTargetOwner().isAssignableTo(Throwable.class));
  }

  private ArchRule modulesPointOneWay() {
    return rule(
        "use only modules below their own",
        (type, events) -> {
          Module own = house.moduleOf(type);
          for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            if (!isUnder(target, "io.tusk") || target.getSource().isEmpty()) {
              continue;
            }
            Module used = house.moduleOf(target);
            if (used.compareTo(own) > 0) {
              report(
                  events,
                  type,
                  own.folder() + " uses " + used.folder() + ": " + dependency.getDescription());
            }
          }
        });
  }

  private ArchRule packagesLieInOneModule() {
    Map<String, JavaClass> first = new HashMap<>();
    return rule(
        "lie in a package of their own module",
        (type, events) -> {
          JavaClass other = first.putIfAbsent(type.getPackageName(), type);
          if (other != null && house.moduleOf(other) != house.moduleOf(type)) {
            report(
                events,
                type,
                "package "
                    + type.getPackageName()
                    + " lies in "
                    + house.moduleOf(other).folder()
                    + " ("
                    + other.getName()
                    + ") and in "
                    + house.moduleOf(type).folder()
                    + " ("
                    + type.getName()
                    + ")");
          }
        });
  }

  private static ArchRule noDependency(Predicate<JavaClass> where, String packageName) {
    return rule(
        "not use " + packageName,
        (type, events) -> {
          if (!where.test(type)) {
            return;
          }
          for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            if (isUnder(dependency.getTargetClass().getBaseComponentType(), packageName)) {
              report(events, type, dependency.getDescription());
            }
          }
        });
  }

  private static ArchRule noAccess(String what, BiPredicate<JavaClass, JavaAccess<?>> isForbidden) {
    return rule(
        "not " + what,
        (type, events) -> {
          for (JavaAccess<?> access : type.getAccessesFromSelf()) {
            if (isForbidden.test(type, access)) {
              report(events, type, access.getDescription());
            }
          }
        });
  }

  private interface Check {
    void apply(JavaClass type, ConditionEvents events);
  }

  private static ArchRule rule(String should, Check check) {
    ArchCondition<JavaClass> condition =
        new ArchCondition<>(should) {
          @Override
          public void check(JavaClass type, ConditionEvents events) {
            check.apply(type, events);
          }
        };
    return classes().should(condition).allowEmptyShould(true);
  }

  private static void report(ConditionEvents events, JavaClass type, String message) {
    events.add(SimpleConditionEvent.violated(type, message));
  }
}
