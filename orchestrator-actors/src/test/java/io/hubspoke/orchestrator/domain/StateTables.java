// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

/**
 * What every command does in every state of every noun: the truth that the rules are held to and from which the
 * diagrams in the docs are drawn. One line: commands | states | what is recorded, and the state after it when it is
 * another. A star stands for the states not named before; commands with the same lines share them.
 */
final class StateTables {
    private StateTables() {}

    static final String TASK = """
      EnqueueTasks | ABSENT | TaskEnqueued + TaskReady → READY
      EnqueueTasks | * | refused: DuplicateTask
      EnqueueTasks (with needs) | ABSENT | TaskEnqueued + TaskEnqueued + TaskReady → PENDING
      EnqueueTasks (with needs) | * | refused: DuplicateTask
      EnqueueTasks (with a gate) | ABSENT | TaskEnqueued + GateOpened + TaskBlocked → BLOCKED
      EnqueueTasks (with a gate) | * | refused: DuplicateTask
      AssignTask | ABSENT | refused: UnknownTask
      AssignTask | READY | TaskAssigned → ASSIGNED
      AssignTask | VERIFYING (waits) | TaskAssigned → VERIFYING
      AssignTask | * | refused: TaskNotReady
      ClaimTask | READY | TaskAssigned → ASSIGNED
      ClaimTask | VERIFYING (waits) | TaskAssigned → VERIFYING
      ClaimTask | * | nothing
      StartTask | ABSENT | refused: UnknownTask
      StartTask | ASSIGNED | TaskStarted → RUNNING
      StartTask | RUNNING, RUNNING (checks), RUNNING (last attempt), VERIFYING | nothing
      StartTask | * | refused: StaleLease
      ReportProgress | ABSENT | refused: UnknownTask
      ReportProgress | ASSIGNED, RUNNING, RUNNING (checks), RUNNING (last attempt), VERIFYING | TaskProgressed
      ReportProgress | * | refused: StaleLease
      CompleteTask | ABSENT | refused: UnknownTask
      CompleteTask | ASSIGNED, RUNNING, RUNNING (last attempt), VERIFYING | TaskCompleted → COMPLETED
      CompleteTask | RUNNING (checks) | TaskVerificationRequested → VERIFYING (waits)
      CompleteTask | * | refused: StaleLease
      CompleteTask (old epoch) | ABSENT | refused: UnknownTask
      CompleteTask (old epoch) | * | refused: StaleLease
      FailTask | ABSENT | refused: UnknownTask
      FailTask | ASSIGNED, RUNNING, RUNNING (checks), VERIFYING | TaskAttemptFailed + TaskRetryScheduled → RETRYING
      FailTask | RUNNING (last attempt) | TaskAttemptFailed + TaskFailed + GateOpened → FAILED
      FailTask | * | refused: StaleLease
      FailTask (not retryable) | ABSENT | refused: UnknownTask
      FailTask (not retryable) | ASSIGNED, RUNNING, RUNNING (checks), RUNNING (last attempt), VERIFYING \
          | TaskAttemptFailed + TaskFailed + GateOpened → FAILED
      FailTask (not retryable) | * | refused: StaleLease
      ReleaseTask | ABSENT | refused: UnknownTask
      ReleaseTask | ASSIGNED, RUNNING, RUNNING (checks), RUNNING (last attempt) | TaskReleased → READY
      ReleaseTask | VERIFYING | TaskReleased → VERIFYING (waits)
      ReleaseTask | * | refused: StaleLease
      EscalateToHuman | ABSENT | refused: UnknownTask
      EscalateToHuman | ASSIGNED, RUNNING, RUNNING (checks), RUNNING (last attempt), VERIFYING \
          | GateOpened + AgentPaused
      EscalateToHuman | * | refused: StaleLease
      ResolveGate (approve) | BLOCKED | GateResolved + TaskReady → READY
      ResolveGate (approve) | FAILED | GateResolved + TaskRetried + TaskReady → READY
      ResolveGate (approve) | * | refused: UnknownGate
      ResolveGate (reject) | BLOCKED | GateResolved + TaskFailed → FAILED
      ResolveGate (reject) | FAILED | GateResolved
      ResolveGate (reject) | * | refused: UnknownGate
      CancelTask | ABSENT | refused: UnknownTask
      CancelTask | BLOCKED, FAILED | TaskCanceled + GateCanceled → CANCELED
      CancelTask | COMPLETED, CANCELED | refused: TaskFinished
      CancelTask | * | TaskCanceled → CANCELED
      CancelTask (what it needs) | PENDING | TaskCanceled + TaskCanceled → CANCELED
      CancelTask (what it needs) | * | refused: UnknownTask
      CompleteTask (what it needs) | PENDING | TaskCompleted + TaskReady → READY
      CompleteTask (what it needs) | * | refused: UnknownTask
      ReprioritizeTask | ABSENT | refused: UnknownTask
      ReprioritizeTask | COMPLETED, FAILED, CANCELED | refused: TaskFinished
      ReprioritizeTask | * | TaskReprioritized
      RetryTask | ABSENT | refused: UnknownTask
      RetryTask | FAILED | TaskRetried + GateCanceled + TaskReady → READY
      RetryTask | CANCELED | TaskRetried + TaskReady → READY
      RetryTask | * | refused: TaskNotFinished
      StopAgent | ASSIGNED, RUNNING, RUNNING (checks), RUNNING (last attempt) \
          | TaskReleased + LettersDeadLettered + AgentStopped → READY
      StopAgent | VERIFYING (waits), RETRYING, COMPLETED, FAILED | LettersDeadLettered + AgentStopped
      StopAgent | VERIFYING | TaskReleased + LettersDeadLettered + AgentStopped → VERIFYING (waits)
      StopAgent | * | AgentStopped
      UnregisterAgent | ASSIGNED, RUNNING, RUNNING (checks), RUNNING (last attempt) \
          | TaskReleased + LettersDeadLettered + AgentUnregistered → READY
      UnregisterAgent | VERIFYING (waits), RETRYING, COMPLETED, FAILED | LettersDeadLettered + AgentUnregistered
      UnregisterAgent | VERIFYING | TaskReleased + LettersDeadLettered + AgentUnregistered → VERIFYING (waits)
      UnregisterAgent | * | AgentUnregistered
      AttachAgent (new incarnation) | ASSIGNED, RUNNING, RUNNING (checks), RUNNING (last attempt) \
          | LeaseExpired + AgentAttached → READY
      AttachAgent (new incarnation) | VERIFYING | LeaseExpired + AgentAttached → VERIFYING (waits)
      AttachAgent (new incarnation) | * | AgentAttached
      Tick (due) | PENDING | LeaseExpired
      Tick (due) | ASSIGNED, RUNNING, RUNNING (checks), RUNNING (last attempt) | LeaseExpired → READY
      Tick (due) | VERIFYING | LeaseExpired → VERIFYING (waits)
      Tick (due) | RETRYING | TaskRetryDue → READY
      Tick (due) | * | nothing
      Tick (due, with a heartbeat) | PENDING | LeaseExpired
      Tick (due, with a heartbeat) | ASSIGNED, RUNNING, RUNNING (checks), RUNNING (last attempt), VERIFYING \
          | LeaseRenewed
      Tick (due, with a heartbeat) | RETRYING | TaskRetryDue → READY
      Tick (due, with a heartbeat) | * | nothing
      CreateProject | * | refused: ProjectExists
      UpdateProject | * | ProjectUpdated
      Fork | PENDING | ForkedFrom + TaskReleased + AgentDetached
      Fork | ASSIGNED, RUNNING | ForkedFrom + TaskReleased + AgentDetached → READY
      Fork | RUNNING (checks), RUNNING (last attempt) | ForkedFrom + TaskReleased + AgentDetached → READY
      Fork | VERIFYING | ForkedFrom + TaskReleased + AgentDetached → VERIFYING (waits)
      Fork | * | ForkedFrom + AgentDetached
      RegisterAgent | * | AgentRegistered
      ResumeAgent / Acknowledge / DeadLetter / Tick | * | nothing
      SendMessage | * | MessageRouted
      ConsultSpecialist | * | ConsultationOpened
      AnswerConsultation / DeclineConsultation | * | refused: UnknownConsultation
      RecordUsage | * | UsageRecorded
      PauseAgent | * | AgentPaused
      DetachAgent | * | AgentDetached
      """;

    static final String AGENT = """
      RegisterAgent | ABSENT | AgentRegistered → DETACHED
      RegisterAgent | * | refused: DuplicateAgent
      UnregisterAgent | ABSENT | refused: UnknownAgent
      UnregisterAgent | ACTIVE, PAUSED | TaskReleased + LettersDeadLettered + AgentUnregistered → ABSENT
      UnregisterAgent | PAUSED (gate) \
          | GateCanceled + AgentResumed + TaskReleased + LettersDeadLettered + AgentUnregistered → ABSENT
      UnregisterAgent | * | AgentUnregistered → ABSENT
      PauseAgent | ABSENT | refused: UnknownAgent
      PauseAgent | PAUSED | nothing
      PauseAgent | PAUSED (gate) | AgentPaused
      PauseAgent | STOPPED | refused: AgentEnded
      PauseAgent | * | AgentPaused → PAUSED
      ResumeAgent | ABSENT | refused: UnknownAgent
      ResumeAgent | PAUSED | AgentResumed → ACTIVE
      ResumeAgent | PAUSED (gate) | refused: AgentHeld
      ResumeAgent | STOPPED | refused: AgentEnded
      ResumeAgent | * | nothing
      StopAgent | ABSENT | refused: UnknownAgent
      StopAgent | ACTIVE, PAUSED | TaskReleased + LettersDeadLettered + AgentStopped → STOPPED
      StopAgent | PAUSED (gate) \
          | GateCanceled + AgentResumed + TaskReleased + LettersDeadLettered + AgentStopped → STOPPED
      StopAgent | STOPPED | nothing
      StopAgent | DETACHED, IDLE | AgentStopped → STOPPED
      AttachAgent | ABSENT | refused: UnknownAgent
      AttachAgent | DETACHED | AgentAttached → IDLE
      AttachAgent | STOPPED | refused: AgentEnded
      AttachAgent | * | nothing
      AttachAgent (new incarnation) | ABSENT | refused: UnknownAgent
      AttachAgent (new incarnation) | DETACHED | AgentAttached → IDLE
      AttachAgent (new incarnation) | IDLE | AgentAttached
      AttachAgent (new incarnation) | ACTIVE | LeaseExpired + AgentAttached → IDLE
      AttachAgent (new incarnation) | STOPPED | refused: AgentEnded
      AttachAgent (new incarnation) | PAUSED, PAUSED (gate) | LeaseExpired + AgentAttached
      DetachAgent | ABSENT, DETACHED | nothing
      DetachAgent | IDLE | AgentDetached → DETACHED
      DetachAgent | * | AgentDetached
      EnqueueTasks | ABSENT | refused: UnknownAgent
      EnqueueTasks | STOPPED | refused: AgentEnded
      EnqueueTasks | * | TaskEnqueued + TaskReady
      AssignTask / ClaimTask | ABSENT | refused: UnknownAgent
      AssignTask / ClaimTask | DETACHED | refused: AgentAway
      AssignTask / ClaimTask | IDLE | TaskAssigned → ACTIVE
      AssignTask / ClaimTask | ACTIVE | refused: AgentBusy
      AssignTask / ClaimTask | STOPPED | refused: AgentEnded
      AssignTask / ClaimTask | PAUSED, PAUSED (gate) | refused: AgentHeld
      StartTask | ABSENT | refused: UnknownAgent
      StartTask | DETACHED, IDLE | refused: StaleLease
      StartTask | STOPPED | refused: AgentEnded
      StartTask | * | TaskStarted
      ReportProgress | ABSENT | refused: UnknownAgent
      ReportProgress | DETACHED, IDLE | refused: StaleLease
      ReportProgress | STOPPED | refused: AgentEnded
      ReportProgress | * | TaskProgressed
      CompleteTask | ABSENT | refused: UnknownAgent
      CompleteTask | ACTIVE | TaskCompleted → IDLE
      CompleteTask | PAUSED | TaskCompleted
      CompleteTask | PAUSED (gate) | refused: AgentHeld
      CompleteTask | STOPPED | refused: AgentEnded
      CompleteTask | DETACHED, IDLE | refused: StaleLease
      FailTask | ABSENT | refused: UnknownAgent
      FailTask | ACTIVE | TaskAttemptFailed + TaskRetryScheduled → IDLE
      FailTask | PAUSED, PAUSED (gate) | TaskAttemptFailed + TaskRetryScheduled
      FailTask | STOPPED | refused: AgentEnded
      FailTask | DETACHED, IDLE | refused: StaleLease
      ReleaseTask | ABSENT | refused: UnknownAgent
      ReleaseTask | ACTIVE | TaskReleased → IDLE
      ReleaseTask | PAUSED, PAUSED (gate) | TaskReleased
      ReleaseTask | STOPPED | refused: AgentEnded
      ReleaseTask | DETACHED, IDLE | refused: StaleLease
      CancelTask | ACTIVE | TaskCanceled → IDLE
      CancelTask | * | TaskCanceled
      SendMessage (to it) / SendMessage (by it) | ABSENT | refused: UnknownAgent
      SendMessage (to it) / SendMessage (by it) | STOPPED | refused: AgentEnded
      SendMessage (to it) / SendMessage (by it) | * | MessageRouted
      Acknowledge | ABSENT | refused: UnknownAgent
      Acknowledge | STOPPED | refused: AgentEnded
      Acknowledge | * | nothing
      ConsultSpecialist (by it) | ABSENT | refused: UnknownAgent
      ConsultSpecialist (by it) | STOPPED | refused: AgentEnded
      ConsultSpecialist (by it) | * | ConsultationOpened
      ConsultSpecialist (of it) | IDLE, ACTIVE | ConsultationOpened
      ConsultSpecialist (of it) | * | refused: NoSpecialist
      AnswerConsultation / DeclineConsultation | ABSENT | refused: UnknownAgent
      AnswerConsultation / DeclineConsultation | STOPPED | refused: AgentEnded
      AnswerConsultation / DeclineConsultation | * | refused: UnknownConsultation
      EscalateToHuman | ABSENT | refused: UnknownAgent
      EscalateToHuman | PAUSED (gate) | GateOpened + AgentPaused
      EscalateToHuman | STOPPED | refused: AgentEnded
      EscalateToHuman | * | GateOpened + AgentPaused → PAUSED (gate)
      ResolveGate | PAUSED (gate) | GateResolved + AgentResumed → ACTIVE
      ResolveGate | * | refused: UnknownGate
      RecordUsage | ABSENT | refused: UnknownAgent
      RecordUsage | STOPPED | refused: AgentEnded
      RecordUsage | * | UsageRecorded
      Tick (due) | ACTIVE | LeaseExpired → IDLE
      Tick (due) | PAUSED, PAUSED (gate) | LeaseExpired
      Tick (due) | * | nothing
      CreateProject | * | refused: ProjectExists
      UpdateProject | * | ProjectUpdated
      Fork | IDLE | ForkedFrom + AgentDetached → DETACHED
      Fork | ACTIVE | ForkedFrom + TaskReleased + AgentDetached → DETACHED
      Fork | PAUSED, PAUSED (gate) | ForkedFrom + TaskReleased + AgentDetached
      Fork | * | ForkedFrom + AgentDetached
      ReprioritizeTask | * | TaskReprioritized
      RetryTask | * | refused: TaskNotFinished
      DeadLetter | * | nothing
      """;

    static final String GATE = """
      ResolveGate (approve) | ABSENT | refused: UnknownGate
      ResolveGate (approve) | OPEN, OPEN (stays open), OPEN (raises severity) | GateResolved + AgentResumed → APPROVED
      ResolveGate (approve) | * | refused: GateClosed
      ResolveGate (edit) | ABSENT | refused: UnknownGate
      ResolveGate (edit) | OPEN, OPEN (stays open), OPEN (raises severity) | GateResolved + AgentResumed → EDITED
      ResolveGate (edit) | * | refused: GateClosed
      ResolveGate (reject) | ABSENT | refused: UnknownGate
      ResolveGate (reject) | OPEN, OPEN (stays open), OPEN (raises severity) | GateResolved + AgentResumed → REJECTED
      ResolveGate (reject) | * | refused: GateClosed
      ResolveGate (respond) | ABSENT | refused: UnknownGate
      ResolveGate (respond) | OPEN, OPEN (stays open), OPEN (raises severity) \
          | GateResolved + AgentResumed → RESPONDED
      ResolveGate (respond) | * | refused: GateClosed
      ResolveGate (edit without text) | ABSENT | refused: UnknownGate
      ResolveGate (edit without text) | OPEN, OPEN (stays open), OPEN (raises severity) | refused: BadValue
      ResolveGate (edit without text) | * | refused: GateClosed
      ResolveGate (an option not offered) | ABSENT | refused: UnknownGate
      ResolveGate (an option not offered) | OPEN, OPEN (stays open), OPEN (raises severity) | refused: UnknownOption
      ResolveGate (an option not offered) | * | refused: GateClosed
      StopAgent (the asker) | ABSENT | AgentStopped
      StopAgent (the asker) | OPEN, OPEN (stays open), OPEN (raises severity) \
          | GateCanceled + AgentResumed + AgentStopped → CANCELED
      StopAgent (the asker) | CANCELED | nothing
      StopAgent (the asker) | * | LettersDeadLettered + AgentStopped
      UnregisterAgent (the asker) | ABSENT, CANCELED | AgentUnregistered
      UnregisterAgent (the asker) | OPEN, OPEN (stays open), OPEN (raises severity) \
          | GateCanceled + AgentResumed + AgentUnregistered → CANCELED
      UnregisterAgent (the asker) | * | LettersDeadLettered + AgentUnregistered
      ResumeAgent (the asker) | OPEN, OPEN (stays open), OPEN (raises severity) | refused: AgentHeld
      ResumeAgent (the asker) | CANCELED | refused: AgentEnded
      ResumeAgent (the asker) | * | nothing
      Tick (due) | OPEN | GateExpired + AgentResumed → EXPIRED
      Tick (due) | OPEN (stays open), OPEN (raises severity) | GateReminded
      Tick (due) | * | nothing
      EscalateToHuman | ABSENT | GateOpened → OPEN (stays open)
      EscalateToHuman | * | GateOpened
      CreateProject | * | refused: ProjectExists
      UpdateProject | * | ProjectUpdated
      Fork | OPEN, OPEN (stays open), OPEN (raises severity) | ForkedFrom + AgentDetached + GateReminded
      Fork | * | ForkedFrom + AgentDetached
      RegisterAgent | * | AgentRegistered
      ResumeAgent / Acknowledge / DeadLetter / Tick / ClaimTask | * | nothing
      SendMessage | * | MessageRouted
      ConsultSpecialist | * | ConsultationOpened
      AnswerConsultation / DeclineConsultation | * | refused: UnknownConsultation
      RecordUsage | * | UsageRecorded
      ResolveGate (by the asker) | * | refused: NotPermitted
      EnqueueTasks | * | TaskEnqueued + TaskReady
      AssignTask / StartTask / ReportProgress / CompleteTask / FailTask | * | refused: UnknownTask
      ReleaseTask / CancelTask / ReprioritizeTask / RetryTask | * | refused: UnknownTask
      PauseAgent | * | AgentPaused
      StopAgent | * | AgentStopped
      UnregisterAgent | * | AgentUnregistered
      AttachAgent | * | AgentAttached
      DetachAgent | * | AgentDetached
      ResolveGate | * | refused: UnknownGate
      """;

    static final String CONSULTATION = """
      ConsultSpecialist | ABSENT | ConsultationOpened → OPEN
      ConsultSpecialist | * | ConsultationOpened
      AnswerConsultation | ABSENT | refused: UnknownConsultation
      AnswerConsultation | OPEN | ConsultationAnswered → ANSWERED
      AnswerConsultation | * | refused: ConsultationClosed
      DeclineConsultation | ABSENT | refused: UnknownConsultation
      DeclineConsultation | OPEN | ConsultationFailed → FAILED
      DeclineConsultation | * | refused: ConsultationClosed
      AnswerConsultation (not the one asked) | ABSENT | refused: UnknownConsultation
      AnswerConsultation (not the one asked) | OPEN | refused: NotTheOneAsked
      AnswerConsultation (not the one asked) | * | refused: ConsultationClosed
      StopAgent (the specialist) | ABSENT | AgentStopped
      StopAgent (the specialist) | OPEN | ConsultationFailed + LettersDeadLettered + AgentStopped → FAILED
      StopAgent (the specialist) | * | LettersDeadLettered + AgentStopped
      UnregisterAgent (the specialist) | ABSENT | AgentUnregistered
      UnregisterAgent (the specialist) | OPEN | ConsultationFailed + LettersDeadLettered + AgentUnregistered → FAILED
      UnregisterAgent (the specialist) | * | LettersDeadLettered + AgentUnregistered
      StopAgent (the asker) | ABSENT | AgentStopped
      StopAgent (the asker) | OPEN | ConsultationFailed + AgentStopped → FAILED
      StopAgent (the asker) | * | LettersDeadLettered + AgentStopped
      AttachAgent (the asker anew) | OPEN | ConsultationFailed + AgentAttached → FAILED
      AttachAgent (the asker anew) | * | AgentAttached
      Tick (due) | OPEN | ConsultationExpired → EXPIRED
      Tick (due) | * | nothing
      CreateProject | * | refused: ProjectExists
      UpdateProject | * | ProjectUpdated
      Fork | OPEN | ForkedFrom + ConsultationFailed + AgentDetached → FAILED
      Fork | * | ForkedFrom + AgentDetached
      RegisterAgent | * | AgentRegistered
      ResumeAgent / Acknowledge / DeadLetter / Tick / ClaimTask | * | nothing
      SendMessage | * | MessageRouted
      RecordUsage | * | UsageRecorded
      PauseAgent (the specialist) / PauseAgent | * | AgentPaused
      AttachAgent (the specialist anew) / AttachAgent | * | AgentAttached
      DetachAgent (the specialist) / DetachAgent | * | AgentDetached
      EnqueueTasks | * | TaskEnqueued + TaskReady
      AssignTask / StartTask / ReportProgress / CompleteTask / FailTask | * | refused: UnknownTask
      ReleaseTask / CancelTask / ReprioritizeTask / RetryTask | * | refused: UnknownTask
      StopAgent | * | AgentStopped
      UnregisterAgent | * | AgentUnregistered
      EscalateToHuman | * | GateOpened
      ResolveGate | * | refused: UnknownGate
      """;

    static final String LETTER = """
      SendMessage | ABSENT | MessageRouted → QUEUED
      SendMessage | * | MessageRouted
      Acknowledge | ABSENT | refused: AcknowledgedBeyondMailbox
      Acknowledge | QUEUED | LettersAcknowledged → ACKNOWLEDGED
      Acknowledge | ACKNOWLEDGED, DEAD_LETTERED | nothing
      DeadLetter | QUEUED | LettersDeadLettered → DEAD_LETTERED
      DeadLetter | * | nothing
      StopAgent (the recipient) | QUEUED | LettersDeadLettered + AgentStopped → DEAD_LETTERED
      StopAgent (the recipient) | * | AgentStopped
      UnregisterAgent (the recipient) | QUEUED | LettersDeadLettered + AgentUnregistered → DEAD_LETTERED
      UnregisterAgent (the recipient) | * | AgentUnregistered
      CreateProject | * | refused: ProjectExists
      UpdateProject | * | ProjectUpdated
      Fork | * | ForkedFrom + AgentDetached
      RegisterAgent | * | AgentRegistered
      ResumeAgent / Tick / Tick (due) / ClaimTask | * | nothing
      ConsultSpecialist | * | ConsultationOpened
      AnswerConsultation / DeclineConsultation | * | refused: UnknownConsultation
      RecordUsage | * | UsageRecorded
      Acknowledge (beyond) | * | refused: AcknowledgedBeyondMailbox
      PauseAgent (the recipient) / PauseAgent | * | AgentPaused
      AttachAgent (the recipient anew) / AttachAgent | * | AgentAttached
      DetachAgent (the recipient) / DetachAgent | * | AgentDetached
      EnqueueTasks | * | TaskEnqueued + TaskReady
      AssignTask / StartTask / ReportProgress / CompleteTask / FailTask | * | refused: UnknownTask
      ReleaseTask / CancelTask / ReprioritizeTask / RetryTask | * | refused: UnknownTask
      StopAgent | * | AgentStopped
      UnregisterAgent | * | AgentUnregistered
      EscalateToHuman | * | GateOpened
      ResolveGate | * | refused: UnknownGate
      """;
}
