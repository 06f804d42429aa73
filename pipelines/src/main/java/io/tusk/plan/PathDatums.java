/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.DatumInput;
import io.tusk.datum.DatumKey;
import io.tusk.datum.Mapped;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSets;
import io.tusk.files.PathChange;
import io.tusk.files.PathEntry;
import io.tusk.files.PathInfo;
import io.tusk.name.FilePath;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The datums of a leaf: each path that its glob matches. */
final class PathDatums implements Datums {
  private final FileSets files;
  private final DatumInput input;

  PathDatums(FileSets files, DatumInput input) {
    this.files = files;
    this.input = input;
  }

  @Override
  public Set<String> names() {
    return Set.of(input.name());
  }

  @Override
  public boolean hasLeaf(int leaf) {
    return leaf == input.number();
  }

  @Override
  public Iterator<Tuple> all(InputState state) {
    return new Mapped<>(paths(state), path -> Optional.of(Tuple.of(path)));
  }

  @Override
  public List<PlanShare> shares(InputState state, int wanted) {
    FileSet held = held(state);
    return files.ranges(held, input.glob(), Math.max(1, held.files() / wanted)).stream()
        .map(range -> PlanShare.ofPaths(input.number(), range))
        .toList();
  }

  @Override
  public boolean owns(PlanShare share) {
    return share.is(PlanShare.Kind.PATHS, input.number());
  }

  @Override
  public Iterator<Tuple> all(InputState state, PlanShare share) {
    return new Mapped<>(paths(state, share), path -> Optional.of(Tuple.of(path)));
  }

  @Override
  public boolean areAllSorted() {
    return true;
  }

  @Override
  public Iterator<Element.Path> paths(InputState state) {
    return present(files.glob(held(state), input.glob()));
  }

  @Override
  public Iterator<Element.Path> paths(InputState state, PlanShare share) {
    return present(files.glob(held(state), input.glob(), share.pathRange()));
  }

  private FileSet held(InputState state) {
    return state.files().get(input.number());
  }

  private Iterator<Element.Path> present(Iterator<PathInfo> found) {
    return new Mapped<>(
        found,
        info ->
            present(Optional.of(info.entry()))
                .map(entry -> Element.Path.of(input.number(), info.path(), entry)));
  }

  @Override
  public Iterator<Touch> touched(Change change) {
    return new Mapped<>(
        differences(change),
        found -> {
          Optional<Touch> after = path(found, found.after()).map(Tuple::of).map(Touch::after);
          return after.or(() -> path(found, found.before()).map(Tuple::of).map(Touch::before));
        });
  }

  @Override
  public Iterator<Element.Path> touchedPaths(Change change) {
    return new Mapped<>(
        differences(change),
        found -> path(found, found.after()).or(() -> path(found, found.before())));
  }

  /** Where another content of a path makes no other datum, only paths that come or go. */
  private Iterator<PathChange> differences(Change change) {
    Iterator<PathChange> all =
        files.differences(
            change.before().files().get(input.number()),
            change.after().files().get(input.number()),
            directory -> input.glob().mayMatchBelow(directory.path()));
    return new Mapped<>(
        all,
        found -> Optional.of(found).filter(at -> input.glob().matches(at.path()) && concerns(at)));
  }

  private boolean concerns(PathChange found) {
    return input.hashed() == DatumInput.Hashed.CONTENT
        || present(found.before()).isPresent() != present(found.after()).isPresent();
  }

  private Optional<Element.Path> path(PathChange found, Optional<PathEntry> entry) {
    return present(entry).map(held -> Element.Path.of(input.number(), found.path(), held));
  }

  private static Optional<PathEntry> present(Optional<PathEntry> entry) {
    return entry.filter(DatumInput::isPresent);
  }

  @Override
  public Optional<Tuple> find(InputState state, Iterable<DatumKey.Part> parts) {
    Iterator<DatumKey.Part> all = parts.iterator();
    DatumKey.Part part = all.next();
    if (all.hasNext()
        || !part.input().equals(input.name())
        || !part.branch().equals(input.branch())) {
      return Optional.empty();
    }
    return entry(state, part.path(), part.kind())
        .map(entry -> Tuple.of(Element.Path.of(input.number(), part.path(), entry)));
  }

  @Override
  public boolean hasPath(InputState state, Element.Path path) {
    return entry(state, path.path(), path.kind()).isPresent();
  }

  private Optional<PathEntry> entry(InputState state, FilePath path, DatumKey.Kind kind) {
    return input.glob().matches(path)
        ? present(files.find(state.files().get(input.number()), path))
            .filter(entry -> entry instanceof DirectoryEntry == (kind == DatumKey.Kind.DIRECTORY))
        : Optional.empty();
  }
}
