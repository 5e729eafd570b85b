package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.BOB;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.ARCHITECT;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static io.hubspoke.protocol.AgentType.SECURITY_EXPERT;
import static io.hubspoke.protocol.AgentType.VERIFIER;

import io.hubspoke.orchestrator.domain.StateWalk.Ask;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateExpiry;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.OnDependencyFailure;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.protocol.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** How each state of each noun is reached, and which command each of them is asked then. */
final class StateWalks {
  private static final TaskId T = TaskId.of("t");
  private static final GateId G = new GateId(1);
  private static final ConsultationId C = new ConsultationId(1);
  private static final GateQuestion MERGE = GateQuestion.of("Merge?");

  private StateWalks() {}

  static List<StateWalk> all() {
    return List.of(task(), agent(), gate(), consultation(), letter());
  }

  // ---- task t; dev, two: backend developers; check, check2: verifiers

  private static StateWalk task() {
    Map<String, Supplier<Scenario>> states = new LinkedHashMap<>();
    TaskSpec plain = Scenario.task("t", BACKEND_DEVELOPER);
    TaskSpec checked = plain.withChecks(List.of("make test"));
    states.put("ABSENT", StateWalks::team);
    states.put("PENDING", () -> team().tasks(Scenario.task("p", BACKEND_DEVELOPER), Scenario.task("t", BACKEND_DEVELOPER, "p")
        .withOnDependencyFailure(OnDependencyFailure.CANCEL)).given(ALICE, new AssignTask(TaskId.of("p"), id("two"))));
    states.put("BLOCKED", () -> team().tasks(plain.withGate(MERGE)));
    states.put("READY", () -> team().tasks(plain));
    states.put("ASSIGNED", () -> assigned(plain));
    states.put("RUNNING", () -> running(plain));
    states.put("RUNNING (checks)", () -> running(checked));
    states.put("RUNNING (last attempt)", () -> running(plain.withLimits(TaskLimits.DEFAULT.withAttempts(1))));
    states.put("VERIFYING (waits)", () -> running(checked).given(as("dev"), new CompleteTask(T, 1, TaskResult.EMPTY)));
    states.put("VERIFYING", () -> running(checked).given(as("dev"), new CompleteTask(T, 1, TaskResult.EMPTY)).given(as("check"), new ClaimTask()));
    states.put("RETRYING", () -> running(plain).given(as("dev"), new FailTask(T, 1, "red", true)));
    states.put("COMPLETED", () -> running(plain).given(as("dev"), new CompleteTask(T, 1, TaskResult.EMPTY)));
    states.put("FAILED", () -> running(plain).given(as("dev"), new FailTask(T, 1, "red", false)));
    states.put("CANCELED", () -> team().tasks(plain).given(ALICE, new CancelTask(T, "no")));

    Map<String, Function<Scenario, Ask>> asks = bystanders("sec");
    asks.put("EnqueueTasks", s -> new Ask(ALICE, EnqueueTasks.one(plain)));
    asks.put("EnqueueTasks (with needs)", s -> new Ask(ALICE, new EnqueueTasks(
        List.of(Scenario.task("q", BACKEND_DEVELOPER), Scenario.task("t", BACKEND_DEVELOPER, "q")))));
    asks.put("EnqueueTasks (with a gate)", s -> new Ask(ALICE, EnqueueTasks.one(plain.withGate(MERGE))));
    asks.put("AssignTask", s -> new Ask(ALICE, new AssignTask(T, id(verifying(s) ? "check2" : "dev"))));
    asks.put("ClaimTask", s -> new Ask(as(verifying(s) ? "check2" : "dev2"), new ClaimTask()));
    asks.put("StartTask", s -> new Ask(as(holder(s)), new StartTask(T, epoch(s))));
    asks.put("ReportProgress", s -> new Ask(as(holder(s)), new ReportProgress(T, epoch(s), 50, "")));
    asks.put("CompleteTask", s -> new Ask(as(holder(s)), new CompleteTask(T, epoch(s), TaskResult.EMPTY)));
    asks.put("CompleteTask (old epoch)", s -> new Ask(as(holder(s)), new CompleteTask(T, epoch(s) - 1, TaskResult.EMPTY)));
    asks.put("FailTask", s -> new Ask(as(holder(s)), new FailTask(T, epoch(s), "red", true)));
    asks.put("FailTask (not retryable)", s -> new Ask(as(holder(s)), new FailTask(T, epoch(s), "red", false)));
    asks.put("ReleaseTask", s -> new Ask(as(holder(s)), new ReleaseTask(T, epoch(s), "")));
    asks.put("EscalateToHuman", s -> new Ask(as(holder(s)), new EscalateToHuman(MERGE, Optional.of(T))));
    asks.put("ResolveGate (approve)", s -> new Ask(BOB, new ResolveGate(G, Decision.APPROVE, "")));
    asks.put("ResolveGate (reject)", s -> new Ask(BOB, new ResolveGate(G, Decision.REJECT, "")));
    asks.put("CancelTask", s -> new Ask(ALICE, new CancelTask(T, "")));
    asks.put("CancelTask (what it needs)", s -> new Ask(ALICE, new CancelTask(TaskId.of("p"), "")));
    asks.put("CompleteTask (what it needs)", s -> new Ask(as("two"), new CompleteTask(TaskId.of("p"), 1, TaskResult.EMPTY)));
    asks.put("ReprioritizeTask", s -> new Ask(ALICE, new ReprioritizeTask(T, new Priority(7))));
    asks.put("RetryTask", s -> new Ask(ALICE, new RetryTask(T, "again")));
    asks.put("PauseAgent", s -> new Ask(ALICE, new PauseAgent(id(holder(s)), "")));
    asks.put("StopAgent", s -> new Ask(ALICE, new StopAgent(id(holder(s)), "")));
    asks.put("UnregisterAgent", s -> new Ask(ALICE, new UnregisterAgent(id(holder(s)), "")));
    asks.put("AttachAgent (new incarnation)", s -> new Ask(Principal.HUB, new AttachAgent(id(holder(s)), 2)));
    asks.put("DetachAgent", s -> new Ask(Principal.HUB, new DetachAgent(id(holder(s)), 1, "")));
    asks.put("Tick (due)", s -> new Ask(Principal.HUB, due(s)));
    asks.put("Tick (due, with a heartbeat)", s -> new Ask(Principal.HUB,
        new Tick(List.of(new LeaseRenewal(T, epoch(s), due(s, s.now()).plusSeconds(1))))));
    return new StateWalk("task", states, asks, StateWalks::taskState);
  }

  private static Scenario team() {
    return Scenario.manual().agent("dev", BACKEND_DEVELOPER).agent("two", BACKEND_DEVELOPER).agent("dev2", BACKEND_DEVELOPER)
        .agent("check", VERIFIER).agent("check2", VERIFIER).agent("sec", SECURITY_EXPERT).agent("arch", ARCHITECT);
  }

  private static Scenario assigned(TaskSpec spec) {
    return team().tasks(spec).given(ALICE, new AssignTask(T, id("dev")));
  }

  private static Scenario running(TaskSpec spec) {
    return assigned(spec).given(as("dev"), new StartTask(T, 1));
  }

  private static boolean verifying(Scenario scenario) {
    return found(scenario).filter(task -> task.status() == TaskStatus.VERIFYING).isPresent();
  }

  private static String holder(Scenario scenario) {
    return found(scenario).flatMap(TaskRecord::lease).map(lease -> lease.agent().value()).orElse("dev");
  }

  private static long epoch(Scenario scenario) {
    return found(scenario).map(TaskRecord::epoch).orElse(1L);
  }

  private static Optional<TaskRecord> found(Scenario scenario) {
    return scenario.state().tasks().find(T);
  }

  private static String taskState(Scenario scenario) {
    return found(scenario).map(task -> switch (task.status()) {
      case RUNNING -> task.spec().verified() ? "RUNNING (checks)"
          : task.attempt() == task.limits().attempts() ? "RUNNING (last attempt)" : "RUNNING";
      case VERIFYING -> task.lease().isPresent() ? "VERIFYING" : "VERIFYING (waits)";
      default -> task.status().name();
    }).orElse("ABSENT");
  }

  /** A day passes first. */
  private static Command due(Scenario scenario) {
    due(scenario, scenario.now());
    return new Tick(List.of());
  }

  private static Instant due(Scenario scenario, Instant from) {
    return scenario.after(Duration.ofDays(1)).now();
  }

  // ---- agent dev; task t is its work, task r waits

  private static StateWalk agent() {
    Map<String, Supplier<Scenario>> states = new LinkedHashMap<>();
    Supplier<Scenario> idle = () -> crowd().agent("dev", BACKEND_DEVELOPER);
    Supplier<Scenario> active = () -> idle.get().given(ALICE, new AssignTask(T, id("dev")));
    states.put("ABSENT", StateWalks::crowd);
    states.put("DETACHED", () -> crowd().away("dev", BACKEND_DEVELOPER));
    states.put("IDLE", idle);
    states.put("ACTIVE", active);
    states.put("PAUSED", () -> active.get().given(ALICE, new PauseAgent(id("dev"), "")));
    states.put("PAUSED (gate)", () -> active.get().given(as("dev"), new EscalateToHuman(MERGE, Optional.empty())));
    states.put("STOPPED", () -> active.get().given(ALICE, new StopAgent(id("dev"), "")));

    TaskId other = TaskId.of("r");
    Principal dev = as("dev");
    Map<String, Function<Scenario, Ask>> asks = new LinkedHashMap<>();
    asks.put("CreateProject", s -> new Ask(ALICE, CommandSamples.all().findFirst().orElseThrow()));
    asks.put("UpdateProject", s -> new Ask(ALICE, new UpdateProject(Optional.of("x"), Map.of(), Optional.empty())));
    asks.put("RegisterAgent", s -> new Ask(ALICE, new RegisterAgent(new AgentSpec(id("dev"), BACKEND_DEVELOPER, "test"))));
    asks.put("UnregisterAgent", s -> new Ask(ALICE, new UnregisterAgent(id("dev"), "")));
    asks.put("PauseAgent", s -> new Ask(ALICE, new PauseAgent(id("dev"), "")));
    asks.put("ResumeAgent", s -> new Ask(ALICE, new ResumeAgent(id("dev"))));
    asks.put("StopAgent", s -> new Ask(ALICE, new StopAgent(id("dev"), "")));
    asks.put("AttachAgent", s -> new Ask(Principal.HUB, new AttachAgent(id("dev"), 1)));
    asks.put("AttachAgent (new incarnation)", s -> new Ask(Principal.HUB, new AttachAgent(id("dev"), 2)));
    asks.put("DetachAgent", s -> new Ask(Principal.HUB, new DetachAgent(id("dev"), 1, "")));
    asks.put("EnqueueTasks", s -> new Ask(dev, EnqueueTasks.one(Scenario.task("new", ARCHITECT))));
    asks.put("AssignTask", s -> new Ask(ALICE, new AssignTask(other, id("dev"))));
    asks.put("ClaimTask", s -> new Ask(dev, new ClaimTask()));
    asks.put("StartTask", s -> new Ask(dev, new StartTask(T, 1)));
    asks.put("ReportProgress", s -> new Ask(dev, new ReportProgress(T, 1, 50, "")));
    asks.put("CompleteTask", s -> new Ask(dev, new CompleteTask(T, 1, TaskResult.EMPTY)));
    asks.put("FailTask", s -> new Ask(dev, new FailTask(T, 1, "red", true)));
    asks.put("ReleaseTask", s -> new Ask(dev, new ReleaseTask(T, 1, "")));
    asks.put("CancelTask", s -> new Ask(ALICE, new CancelTask(T, "")));
    asks.put("ReprioritizeTask", s -> new Ask(ALICE, new ReprioritizeTask(other, new Priority(7))));
    asks.put("RetryTask", s -> new Ask(ALICE, new RetryTask(other, "")));
    asks.put("SendMessage (to it)", s -> new Ask(ALICE, new SendMessage(id("dev"), "note", "")));
    asks.put("SendMessage (by it)", s -> new Ask(dev, new SendMessage(id("arch"), "note", "")));
    asks.put("Acknowledge", s -> new Ask(dev, new Acknowledge(0)));
    asks.put("DeadLetter", s -> new Ask(Principal.HUB, new DeadLetter(id("dev"), 0, "")));
    asks.put("ConsultSpecialist (by it)", s -> new Ask(dev, new ConsultSpecialist(ARCHITECT, "?", "", Duration.ofHours(1))));
    asks.put("ConsultSpecialist (of it)", s -> new Ask(as("arch"), new ConsultSpecialist(BACKEND_DEVELOPER, "?", "", Duration.ofHours(1))));
    asks.put("AnswerConsultation", s -> new Ask(dev, new AnswerConsultation(C, "")));
    asks.put("DeclineConsultation", s -> new Ask(dev, new DeclineConsultation(C, "")));
    asks.put("EscalateToHuman", s -> new Ask(dev, new EscalateToHuman(GateQuestion.of("Deploy?"), Optional.empty())));
    asks.put("ResolveGate", s -> new Ask(ALICE, new ResolveGate(G, Decision.REJECT, "")));
    asks.put("RecordUsage", s -> new Ask(dev, new RecordUsage(Usage.NONE, Optional.empty(), "")));
    asks.put("Tick (due)", s -> new Ask(Principal.HUB, due(s)));
    return new StateWalk("agent", states, asks, StateWalks::agentState);
  }

  private static Scenario crowd() {
    return Scenario.manual().agent("arch", ARCHITECT)
        .tasks(Scenario.task("t", BACKEND_DEVELOPER), Scenario.task("r", BACKEND_DEVELOPER));
  }

  private static String agentState(Scenario scenario) {
    return scenario.state().agents().find(id("dev")).map(agent -> switch (agent.status()) {
      case IDLE -> agent.attached() ? "IDLE" : "DETACHED";
      case PAUSED -> agent.holds().isEmpty() ? "PAUSED" : "PAUSED (gate)";
      default -> agent.status().name();
    }).orElse("ABSENT");
  }

  // ---- gate g-1, asked by dev

  private static StateWalk gate() {
    Map<String, Supplier<Scenario>> states = new LinkedHashMap<>();
    Supplier<Scenario> open = () -> asked(MERGE.withDeadline(Duration.ofHours(1), GateExpiry.REJECT));
    states.put("ABSENT", StateWalks::team);
    states.put("OPEN", open);
    states.put("OPEN (stays open)", () -> asked(MERGE.withDeadline(Duration.ofHours(1), GateExpiry.STAY_OPEN)));
    states.put("OPEN (raises severity)", () -> asked(MERGE.withDeadline(Duration.ofHours(1), GateExpiry.RAISE_SEVERITY)));
    states.put("APPROVED", () -> open.get().given(BOB, new ResolveGate(G, Decision.APPROVE, "")));
    states.put("EDITED", () -> open.get().given(BOB, new ResolveGate(G, Decision.EDIT, "", "", "new text")));
    states.put("REJECTED", () -> open.get().given(BOB, new ResolveGate(G, Decision.REJECT, "")));
    states.put("RESPONDED", () -> open.get().given(BOB, new ResolveGate(G, Decision.RESPOND, "hm")));
    states.put("EXPIRED", () -> open.get().after(Duration.ofHours(1)).tick());
    states.put("CANCELED", () -> open.get().given(ALICE, new StopAgent(id("dev"), "")));

    Map<String, Function<Scenario, Ask>> asks = bystanders("sec");
    asks.put("ResolveGate (approve)", s -> new Ask(BOB, new ResolveGate(G, Decision.APPROVE, "")));
    asks.put("ResolveGate (edit)", s -> new Ask(BOB, new ResolveGate(G, Decision.EDIT, "", "", "new text")));
    asks.put("ResolveGate (reject)", s -> new Ask(BOB, new ResolveGate(G, Decision.REJECT, "")));
    asks.put("ResolveGate (respond)", s -> new Ask(BOB, new ResolveGate(G, Decision.RESPOND, "hm")));
    asks.put("ResolveGate (edit without text)", s -> new Ask(BOB, new ResolveGate(G, Decision.EDIT, "")));
    asks.put("ResolveGate (an option not offered)", s -> new Ask(BOB, new ResolveGate(G, Decision.APPROVE, "red", "", "")));
    asks.put("ResolveGate (by the asker)", s -> new Ask(as("dev"), new ResolveGate(G, Decision.APPROVE, "")));
    asks.put("StopAgent (the asker)", s -> new Ask(ALICE, new StopAgent(id("dev"), "")));
    asks.put("UnregisterAgent (the asker)", s -> new Ask(ALICE, new UnregisterAgent(id("dev"), "")));
    asks.put("ResumeAgent (the asker)", s -> new Ask(ALICE, new ResumeAgent(id("dev"))));
    asks.put("Tick (due)", s -> new Ask(Principal.HUB, due(s)));
    aboutNothing(asks);
    return new StateWalk("gate", states, asks, s -> s.state().gates().find(G).map(gate -> !gate.open() ? gate.status().name()
        : switch (gate.question().onExpiry()) {
          case REJECT -> "OPEN";
          case STAY_OPEN -> "OPEN (stays open)";
          case RAISE_SEVERITY -> "OPEN (raises severity)";
        }).orElse("ABSENT"));
  }

  private static Scenario asked(GateQuestion question) {
    return team().given(as("dev"), new EscalateToHuman(question, Optional.empty()));
  }

  // ---- consultation c-1: dev asks sec

  private static StateWalk consultation() {
    Map<String, Supplier<Scenario>> states = new LinkedHashMap<>();
    ConsultSpecialist ask = new ConsultSpecialist(SECURITY_EXPERT, "safe?", "", Duration.ofMinutes(1));
    Supplier<Scenario> open = () -> team().given(as("dev"), ask);
    states.put("ABSENT", StateWalks::team);
    states.put("OPEN", open);
    states.put("ANSWERED", () -> open.get().given(as("sec"), new AnswerConsultation(C, "yes")));
    states.put("EXPIRED", () -> open.get().after(Duration.ofMinutes(1)).tick());
    states.put("FAILED", () -> open.get().given(as("sec"), new DeclineConsultation(C, "no idea")));

    Map<String, Function<Scenario, Ask>> asks = bystanders("dev2");
    asks.put("ConsultSpecialist", s -> new Ask(as("dev"), ask));
    asks.put("AnswerConsultation", s -> new Ask(as("sec"), new AnswerConsultation(C, "yes")));
    asks.put("AnswerConsultation (not the one asked)", s -> new Ask(as("arch"), new AnswerConsultation(C, "yes")));
    asks.put("DeclineConsultation", s -> new Ask(as("sec"), new DeclineConsultation(C, "no idea")));
    asks.put("PauseAgent (the specialist)", s -> new Ask(ALICE, new PauseAgent(id("sec"), "")));
    asks.put("StopAgent (the specialist)", s -> new Ask(ALICE, new StopAgent(id("sec"), "")));
    asks.put("UnregisterAgent (the specialist)", s -> new Ask(ALICE, new UnregisterAgent(id("sec"), "")));
    asks.put("StopAgent (the asker)", s -> new Ask(ALICE, new StopAgent(id("dev"), "")));
    asks.put("AttachAgent (the asker anew)", s -> new Ask(Principal.HUB, new AttachAgent(id("dev"), 2)));
    asks.put("AttachAgent (the specialist anew)", s -> new Ask(Principal.HUB, new AttachAgent(id("sec"), 2)));
    asks.put("DetachAgent (the specialist)", s -> new Ask(Principal.HUB, new DetachAgent(id("sec"), 1, "")));
    asks.put("Tick (due)", s -> new Ask(Principal.HUB, due(s)));
    aboutNothing(asks);
    return new StateWalk("consultation", states, asks, s -> last(s, Map.of(
        Event.ConsultationOpened.class, "OPEN", Event.ConsultationAnswered.class, "ANSWERED",
        Event.ConsultationExpired.class, "EXPIRED", Event.ConsultationFailed.class, "FAILED")));
  }

  // ---- letter 1 in the mailbox of dev

  private static StateWalk letter() {
    Map<String, Supplier<Scenario>> states = new LinkedHashMap<>();
    Supplier<Scenario> queued = () -> team().given(ALICE, new SendMessage(id("dev"), "note", "hello"));
    states.put("ABSENT", StateWalks::team);
    states.put("QUEUED", queued);
    states.put("ACKNOWLEDGED", () -> queued.get().given(as("dev"), new Acknowledge(1)));
    states.put("DEAD_LETTERED", () -> queued.get().given(Principal.HUB, new DeadLetter(id("dev"), 1, "too often")));

    Map<String, Function<Scenario, Ask>> asks = bystanders("sec");
    asks.put("SendMessage", s -> new Ask(ALICE, new SendMessage(id("dev"), "note", "hello")));
    asks.put("Acknowledge", s -> new Ask(as("dev"), new Acknowledge(1)));
    asks.put("Acknowledge (beyond)", s -> new Ask(as("dev"), new Acknowledge(9)));
    asks.put("DeadLetter", s -> new Ask(Principal.HUB, new DeadLetter(id("dev"), 1, "too often")));
    asks.put("PauseAgent (the recipient)", s -> new Ask(ALICE, new PauseAgent(id("dev"), "")));
    asks.put("StopAgent (the recipient)", s -> new Ask(ALICE, new StopAgent(id("dev"), "")));
    asks.put("UnregisterAgent (the recipient)", s -> new Ask(ALICE, new UnregisterAgent(id("dev"), "")));
    asks.put("AttachAgent (the recipient anew)", s -> new Ask(Principal.HUB, new AttachAgent(id("dev"), 2)));
    asks.put("DetachAgent (the recipient)", s -> new Ask(Principal.HUB, new DetachAgent(id("dev"), 1, "")));
    asks.put("Tick (due)", s -> new Ask(Principal.HUB, due(s)));
    aboutNothing(asks);
    return new StateWalk("letter", states, asks, s -> last(s, Map.of(
        Event.MessageRouted.class, "QUEUED", Event.LettersAcknowledged.class, "ACKNOWLEDGED",
        Event.LettersDeadLettered.class, "DEAD_LETTERED")));
  }

  /** The state that the first thing of its kind is in, told by its last event; a second thing is passed over. */
  private static String last(Scenario scenario, Map<Class<? extends Event>, String> meanings) {
    String state = "ABSENT";
    for (Recorded recorded : scenario.history()) {
      String meaning = meanings.get(recorded.event().getClass());
      boolean beginning = "OPEN".equals(meaning) || "QUEUED".equals(meaning);
      if (meaning != null && (!beginning || state.equals("ABSENT"))) state = meaning;
    }
    return state;
  }

  // ---- what has nothing to do with the noun

  /** Commands that another agent, by this name, is asked or asks. */
  private static Map<String, Function<Scenario, Ask>> bystanders(String other) {
    Map<String, Function<Scenario, Ask>> asks = new LinkedHashMap<>();
    asks.put("CreateProject", s -> new Ask(ALICE, CommandSamples.all().findFirst().orElseThrow()));
    asks.put("UpdateProject", s -> new Ask(ALICE, new UpdateProject(Optional.of("x"), Map.of(), Optional.empty())));
    asks.put("RegisterAgent", s -> new Ask(ALICE, new RegisterAgent(new AgentSpec(id("new"), ARCHITECT, "test"))));
    asks.put("ResumeAgent", s -> new Ask(ALICE, new ResumeAgent(id(other))));
    asks.put("SendMessage", s -> new Ask(ALICE, new SendMessage(id(other), "note", "")));
    asks.put("Acknowledge", s -> new Ask(as(other), new Acknowledge(0)));
    asks.put("DeadLetter", s -> new Ask(Principal.HUB, new DeadLetter(id(other), 0, "")));
    asks.put("ConsultSpecialist", s -> new Ask(as(other), new ConsultSpecialist(ARCHITECT, "?", "", Duration.ofMinutes(1))));
    asks.put("AnswerConsultation", s -> new Ask(as(other), new AnswerConsultation(new ConsultationId(9), "")));
    asks.put("DeclineConsultation", s -> new Ask(as(other), new DeclineConsultation(new ConsultationId(9), "")));
    asks.put("RecordUsage", s -> new Ask(as(other), new RecordUsage(Usage.NONE, Optional.empty(), "")));
    asks.put("Tick", s -> new Ask(Principal.HUB, new Tick(List.of())));
    return asks;
  }

  /** The rest of the commands, about a task that does not exist or an agent that has nothing to do with it. */
  private static void aboutNothing(Map<String, Function<Scenario, Ask>> asks) {
    asks.put("EnqueueTasks", s -> new Ask(ALICE, EnqueueTasks.one(Scenario.task("new", ARCHITECT))));
    asks.put("AssignTask", s -> new Ask(ALICE, new AssignTask(T, id("two"))));
    asks.put("ClaimTask", s -> new Ask(as("two"), new ClaimTask()));
    asks.put("StartTask", s -> new Ask(as("two"), new StartTask(T, 1)));
    asks.put("ReportProgress", s -> new Ask(as("two"), new ReportProgress(T, 1, 1, "")));
    asks.put("CompleteTask", s -> new Ask(as("two"), new CompleteTask(T, 1, TaskResult.EMPTY)));
    asks.put("FailTask", s -> new Ask(as("two"), new FailTask(T, 1, "", true)));
    asks.put("ReleaseTask", s -> new Ask(as("two"), new ReleaseTask(T, 1, "")));
    asks.put("CancelTask", s -> new Ask(ALICE, new CancelTask(T, "")));
    asks.put("ReprioritizeTask", s -> new Ask(ALICE, new ReprioritizeTask(T, new Priority(7))));
    asks.put("RetryTask", s -> new Ask(ALICE, new RetryTask(T, "")));
    asks.putIfAbsent("PauseAgent", s -> new Ask(ALICE, new PauseAgent(id("two"), "")));
    asks.putIfAbsent("StopAgent", s -> new Ask(ALICE, new StopAgent(id("two"), "")));
    asks.putIfAbsent("UnregisterAgent", s -> new Ask(ALICE, new UnregisterAgent(id("two"), "")));
    asks.putIfAbsent("AttachAgent", s -> new Ask(Principal.HUB, new AttachAgent(id("two"), 2)));
    asks.putIfAbsent("DetachAgent", s -> new Ask(Principal.HUB, new DetachAgent(id("two"), 1, "")));
    asks.putIfAbsent("EscalateToHuman", s -> new Ask(ALICE, new EscalateToHuman(GateQuestion.of("Deploy?"), Optional.empty())));
    asks.putIfAbsent("ResolveGate", s -> new Ask(BOB, new ResolveGate(new GateId(9), Decision.APPROVE, "")));
  }
}
