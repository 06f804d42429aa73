/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.DatumKey;
import io.tusk.datum.Mapped;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The datums of all arms. */
final class UnionDatums implements Datums {
  private final List<Datums> arms;
  private final Paths paths;

  UnionDatums(List<Datums> arms, Paths paths) {
    this.arms = arms;
    this.paths = paths;
  }

  @Override
  public Set<String> names() {
    return arms.stream().flatMap(arm -> arm.names().stream()).collect(Collectors.toSet());
  }

  @Override
  public boolean hasLeaf(int leaf) {
    return arms.stream().anyMatch(arm -> arm.hasLeaf(leaf));
  }

  @Override
  public Iterator<Tuple> all(InputState state) {
    return new Chained<>(arms.iterator(), arm -> arm.all(state));
  }

  @Override
  public List<PlanShare> shares(InputState state, int wanted) {
    return arms.stream().flatMap(arm -> arm.shares(state, wanted).stream()).toList();
  }

  @Override
  public List<PlanShare> pathShares(InputState state, int wanted) {
    return arms.stream().flatMap(arm -> arm.pathShares(state, wanted).stream()).toList();
  }

  @Override
  public boolean owns(PlanShare share) {
    return arms.stream().anyMatch(arm -> arm.owns(share));
  }

  private Datums owner(PlanShare share) {
    return arms.stream().filter(arm -> arm.owns(share)).findFirst().orElseThrow();
  }

  @Override
  public Iterator<Tuple> all(InputState state, PlanShare share) {
    return owner(share).all(state, share);
  }

  @Override
  public Iterator<Element.Path> paths(InputState state, PlanShare share) {
    return owner(share).paths(state, share);
  }

  @Override
  public boolean isEmpty(InputState state) {
    return arms.stream().allMatch(arm -> arm.isEmpty(state));
  }

  @Override
  public Iterator<Touch> touched(Change change) {
    return new Chained<>(
        arms.iterator(),
        arm ->
            new Mapped<>(
                arm.touched(change), touch -> Optional.of(keptByAnother(change, arm, touch))));
  }

  /** What one arm loses another may have, though nothing of that one changed. */
  private Touch keptByAnother(Change change, Datums arm, Touch touch) {
    if (touch.isAfter()) {
      return touch;
    }
    Iterable<DatumKey.Part> parts = paths.parts(touch.tuple(), change.before());
    return arms.stream()
        .filter(other -> other != arm)
        .flatMap(other -> other.find(change.after(), parts).stream())
        .findFirst()
        .map(Touch::after)
        .orElse(touch);
  }

  @Override
  public Optional<Tuple> find(InputState state, Iterable<DatumKey.Part> parts) {
    return arms.stream().flatMap(arm -> arm.find(state, parts).stream()).findFirst();
  }

  @Override
  public Iterator<Element.Path> paths(InputState state) {
    return new Chained<>(arms.iterator(), arm -> arm.paths(state));
  }

  @Override
  public Iterator<Element.Path> touchedPaths(Change change) {
    return new Chained<>(arms.iterator(), arm -> arm.touchedPaths(change));
  }

  @Override
  public boolean hasPath(InputState state, Element.Path path) {
    return arms.stream().anyMatch(arm -> arm.hasLeaf(path.leaf()) && arm.hasPath(state, path));
  }
}
