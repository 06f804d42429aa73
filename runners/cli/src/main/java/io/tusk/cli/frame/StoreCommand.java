/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import io.tusk.location.StoreLocation;
import io.tusk.name.BranchName;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.ObjectStore;
import io.tusk.repo.CommitRef;
import io.tusk.repo.TuskStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command over a store: which one, and what the names in its arguments stand for. */
@Command
public abstract class StoreCommand extends TuskCommand {
  @Mixin private StoreOption storeOption;

  @Option(
      names = "--project",
      paramLabel = "PROJECT",
      order = 101,
      defaultValue = "default",
      description = "The project of all names without one; PROJECT/NAME names another.")
  private String project;

  protected final ProjectName project() {
    return new ProjectName(project);
  }

  protected final RepoName repo(String name) {
    return RepoName.parse(project(), name);
  }

  protected final PipelineName pipeline(String name) {
    return PipelineName.parse(project(), name);
  }

  /** {@code REPO@BRANCH}. */
  protected final BranchName branch(String text) {
    int at = text.indexOf('@');
    if (at <= 0) {
      throw misuse("\"" + text + "\" is not of the form REPO@BRANCH");
    }
    return new BranchName(repo(text.substring(0, at)), text.substring(at + 1));
  }

  /** {@code REPO@BRANCH}, {@code REPO@ID}, with {@code ^} or {@code .N} behind it. */
  protected final CommitRef commit(String text) {
    return CommitRef.parse(project(), text);
  }

  /** A commit, and behind a colon a path or a glob. */
  protected final FileRef file(String text) {
    return FileRef.parse(project(), text);
  }

  /** Beam's options for buckets. */
  protected final List<String> bucketOptions() {
    return storeOption.bucketOptions();
  }

  /** As {@link #bucketOptions}, for processes elsewhere that open the store too. */
  protected final List<String> workerOptions() {
    return storeOption.workerOptions(terminal());
  }

  final StoreOption storeOption() {
    return storeOption;
  }

  /** The store, which must be there; closed by the caller. */
  protected final TuskStore openStore() {
    return storeOption.open(terminal());
  }

  /** As {@link #openStore}, or nothing where there is no store yet. */
  protected final Optional<TuskStore> findStore() {
    return storeOption.find(terminal());
  }

  /** Where {@link #findStore} looks. */
  protected final StoreLocation storePlace() {
    return storeOption.place(terminal());
  }

  /** As {@link #openStore}, also where the store is too damaged to be opened. */
  protected final ObjectStore openObjects() {
    return storeOption.objects(terminal());
  }

  /** What this user has begun on the store and not finished. */
  protected final ClientTransactions transactions(TuskStore store) {
    return new ClientTransactions(terminal(), store.id());
  }

  /** The commands that wait in a transaction, in their order. */
  protected final List<ChangeCommand> waiting(ClientTransactions.Begun begun) throws Exception {
    List<ChangeCommand> commands = new ArrayList<>();
    for (ClientTransactions.Request request : begun.requests()) {
      ChangeCommand command =
          (ChangeCommand) parser().parse(terminal().in(request.directory()), request.args());
      command.restore(request.attachment());
      commands.add(command);
    }
    return commands;
  }
}
