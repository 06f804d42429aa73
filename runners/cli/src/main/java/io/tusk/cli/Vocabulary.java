/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static io.tusk.cli.Noun.ALL;
import static io.tusk.cli.Noun.BRANCH;
import static io.tusk.cli.Noun.COMMIT;
import static io.tusk.cli.Noun.COMMIT_V2;
import static io.tusk.cli.Noun.CRON;
import static io.tusk.cli.Noun.DATUM;
import static io.tusk.cli.Noun.DEFAULTS;
import static io.tusk.cli.Noun.FILE;
import static io.tusk.cli.Noun.JOB;
import static io.tusk.cli.Noun.OPERATION;
import static io.tusk.cli.Noun.PIPELINE;
import static io.tusk.cli.Noun.PROJECT;
import static io.tusk.cli.Noun.REPO;
import static io.tusk.cli.Noun.SECRET;
import static io.tusk.cli.Noun.STATUS;
import static io.tusk.cli.Noun.TRANSACTION;
import static io.tusk.cli.Verb.alone;
import static io.tusk.cli.Verb.verb;

import io.tusk.cli.branch.CreateBranch;
import io.tusk.cli.branch.DeleteBranch;
import io.tusk.cli.branch.InspectBranch;
import io.tusk.cli.branch.ListBranch;
import io.tusk.cli.commit.DeleteCommit;
import io.tusk.cli.commit.DeleteCommitV2;
import io.tusk.cli.commit.FindCommit;
import io.tusk.cli.commit.FinishCommit;
import io.tusk.cli.commit.InspectCommit;
import io.tusk.cli.commit.ListCommit;
import io.tusk.cli.commit.SquashCommit;
import io.tusk.cli.commit.SquashCommitV2;
import io.tusk.cli.commit.StartCommit;
import io.tusk.cli.commit.SubscribeCommit;
import io.tusk.cli.commit.WaitCommit;
import io.tusk.cli.defaults.CreateDefaults;
import io.tusk.cli.defaults.DeleteDefaults;
import io.tusk.cli.defaults.InspectDefaults;
import io.tusk.cli.defaults.UpdateDefaults;
import io.tusk.cli.doctor.DoctorCommand;
import io.tusk.cli.file.CopyFile;
import io.tusk.cli.file.DeleteFile;
import io.tusk.cli.file.DiffFile;
import io.tusk.cli.file.GetFile;
import io.tusk.cli.file.GlobFile;
import io.tusk.cli.file.InspectFile;
import io.tusk.cli.file.ListFile;
import io.tusk.cli.file.PutFile;
import io.tusk.cli.job.DeleteJob;
import io.tusk.cli.job.InspectDatum;
import io.tusk.cli.job.InspectJob;
import io.tusk.cli.job.ListDatum;
import io.tusk.cli.job.ListJob;
import io.tusk.cli.job.LogsCommand;
import io.tusk.cli.job.RestartDatum;
import io.tusk.cli.job.StopJob;
import io.tusk.cli.job.WaitJob;
import io.tusk.cli.operation.ListOperation;
import io.tusk.cli.operation.UndoCommand;
import io.tusk.cli.pipeline.CheckStatus;
import io.tusk.cli.pipeline.CreatePipeline;
import io.tusk.cli.pipeline.DeletePipeline;
import io.tusk.cli.pipeline.DrawPipeline;
import io.tusk.cli.pipeline.EditPipeline;
import io.tusk.cli.pipeline.InspectPipeline;
import io.tusk.cli.pipeline.ListPipeline;
import io.tusk.cli.pipeline.RerunPipeline;
import io.tusk.cli.pipeline.StartPipeline;
import io.tusk.cli.pipeline.StopPipeline;
import io.tusk.cli.pipeline.UpdatePipeline;
import io.tusk.cli.pipeline.ValidatePipeline;
import io.tusk.cli.project.CreateProject;
import io.tusk.cli.project.DeleteAll;
import io.tusk.cli.project.DeleteProject;
import io.tusk.cli.project.InspectProject;
import io.tusk.cli.project.ListProject;
import io.tusk.cli.project.UpdateProject;
import io.tusk.cli.repo.CreateRepo;
import io.tusk.cli.repo.DeleteRepo;
import io.tusk.cli.repo.InspectRepo;
import io.tusk.cli.repo.ListRepo;
import io.tusk.cli.repo.UpdateRepo;
import io.tusk.cli.run.RunCommand;
import io.tusk.cli.run.RunCron;
import io.tusk.cli.secret.CreateSecret;
import io.tusk.cli.secret.DeleteSecret;
import io.tusk.cli.secret.InspectSecret;
import io.tusk.cli.secret.ListSecret;
import io.tusk.cli.transaction.DeleteTransaction;
import io.tusk.cli.transaction.FinishTransaction;
import io.tusk.cli.transaction.InspectTransaction;
import io.tusk.cli.transaction.ListTransaction;
import io.tusk.cli.transaction.ResumeTransaction;
import io.tusk.cli.transaction.StartTransaction;
import io.tusk.cli.transaction.StopTransaction;
import java.util.List;

/** All commands, in the order in which help lists them. */
final class Vocabulary {
  static final List<Verb> VERBS =
      List.of(
          verb(
                  "create",
                  "Create projects, repositories, branches, pipelines, secrets and defaults.")
              .on(PROJECT, CreateProject.class)
              .on(REPO, CreateRepo.class)
              .on(BRANCH, CreateBranch.class)
              .on(PIPELINE, CreatePipeline.class)
              .on(SECRET, CreateSecret.class)
              .on(DEFAULTS, CreateDefaults.class),
          verb("update", "Update projects, repositories, pipelines and defaults.")
              .on(PROJECT, UpdateProject.class)
              .on(REPO, UpdateRepo.class)
              .on(PIPELINE, UpdatePipeline.class)
              .on(DEFAULTS, UpdateDefaults.class),
          verb("edit", "Edit pipelines.").on(PIPELINE, EditPipeline.class),
          verb("rerun", "Rerun pipelines.").on(PIPELINE, RerunPipeline.class),
          verb("draw", "Draw pipelines.").on(PIPELINE, DrawPipeline.class),
          verb(
                  "list",
                  "List projects, repositories, branches, commits, files, pipelines, jobs, datums,"
                      + " secrets, transactions and operations.")
              .on(PROJECT, ListProject.class)
              .on(REPO, ListRepo.class)
              .on(BRANCH, ListBranch.class)
              .on(COMMIT, ListCommit.class)
              .on(FILE, ListFile.class)
              .on(PIPELINE, ListPipeline.class)
              .on(JOB, ListJob.class)
              .on(DATUM, ListDatum.class)
              .on(SECRET, ListSecret.class)
              .on(TRANSACTION, ListTransaction.class)
              .on(OPERATION, ListOperation.class),
          verb(
                  "inspect",
                  "Show one project, repository, branch, commit, file, pipeline, job, datum,"
                      + " secret or transaction, or defaults.")
              .on(PROJECT, InspectProject.class)
              .on(REPO, InspectRepo.class)
              .on(BRANCH, InspectBranch.class)
              .on(COMMIT, InspectCommit.class)
              .on(FILE, InspectFile.class)
              .on(PIPELINE, InspectPipeline.class)
              .on(JOB, InspectJob.class)
              .on(DATUM, InspectDatum.class)
              .on(SECRET, InspectSecret.class)
              .on(TRANSACTION, InspectTransaction.class)
              .on(DEFAULTS, InspectDefaults.class),
          verb(
                  "delete",
                  "Delete projects, repositories, branches, commits, files, pipelines, jobs,"
                      + " secrets, transactions and defaults, or everything.")
              .on(PROJECT, DeleteProject.class)
              .on(REPO, DeleteRepo.class)
              .on(BRANCH, DeleteBranch.class)
              .on(COMMIT, DeleteCommit.class)
              .on(COMMIT_V2, DeleteCommitV2.class)
              .on(FILE, DeleteFile.class)
              .on(PIPELINE, DeletePipeline.class)
              .on(JOB, DeleteJob.class)
              .on(SECRET, DeleteSecret.class)
              .on(TRANSACTION, DeleteTransaction.class)
              .on(DEFAULTS, DeleteDefaults.class)
              .on(ALL, DeleteAll.class),
          verb("start", "Start commits, transactions and pipelines.")
              .on(COMMIT, StartCommit.class)
              .on(PIPELINE, StartPipeline.class)
              .on(TRANSACTION, StartTransaction.class),
          verb("finish", "Finish commits and transactions.")
              .on(COMMIT, FinishCommit.class)
              .on(TRANSACTION, FinishTransaction.class),
          verb("stop", "Stop pipelines and jobs, and set transactions aside.")
              .on(PIPELINE, StopPipeline.class)
              .on(JOB, StopJob.class)
              .on(TRANSACTION, StopTransaction.class),
          verb("restart", "Have datums begin anew.").on(DATUM, RestartDatum.class),
          verb("wait", "Wait for commits and jobs.")
              .on(COMMIT, WaitCommit.class)
              .on(JOB, WaitJob.class),
          verb("resume", "Go on with transactions.").on(TRANSACTION, ResumeTransaction.class),
          verb("subscribe", "Follow commits as they come.").on(COMMIT, SubscribeCommit.class),
          verb("find", "Find the commits that changed a path.").on(COMMIT, FindCommit.class),
          verb("squash", "Squash commits into their children.")
              .on(COMMIT, SquashCommit.class)
              .on(COMMIT_V2, SquashCommitV2.class),
          verb("put", "Put files.").on(FILE, PutFile.class),
          verb("get", "Get files.").on(FILE, GetFile.class),
          verb("glob", "Match files.").on(FILE, GlobFile.class),
          verb("copy", "Copy files.").on(FILE, CopyFile.class),
          verb("diff", "Compare files.").on(FILE, DiffFile.class),
          verb("check", "Check what needs attention.").on(STATUS, CheckStatus.class),
          verb("validate", "Validate specifications.").on(PIPELINE, ValidatePipeline.class),
          alone("run", RunCommand.class).on(CRON, RunCron.class),
          alone("logs", LogsCommand.class),
          alone("undo", UndoCommand.class),
          alone("schema", SchemaCommand.class),
          alone("doctor", DoctorCommand.class),
          alone("fsck", FsckCommand.class),
          alone("completion", CompletionCommand.class),
          alone("version", VersionCommand.class),
          alone("help", HelpCommand.class));

  private Vocabulary() {}
}
