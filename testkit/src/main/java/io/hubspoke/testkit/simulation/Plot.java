// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.CancelTask;
import io.hubspoke.protocol.Command.ResolveGate;
import io.hubspoke.protocol.Command.RetryTask;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.TaskId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;

/**
 * Makes up what happens: commands of operators and agents at random moments, mostly sensible, sometimes not, and the
 * faults between them. Or has the steps of a history happen again, each at its time.
 */
final class Plot {
    static final List<String> OPERATORS = List.of("alice", "bob", "carol");

    private final World world;
    private final SplittableRandom random;
    private final CommandLots lots;
    private final Queue<Step> given = new ArrayDeque<>();
    private int commandsLeft;
    private long moments;
    private boolean over;

    Plot(World world, long seed, int commands) {
        this.world = world;
        random = new SplittableRandom(seed);
        lots = new CommandLots(world, random);
        commandsLeft = commands;
        for (Step step : world.steps().told() ? world.steps().all() : List.<Step>of())
            if (!(step instanceof Step.Strike)) given.add(step);
    }

    void begin() {
        if (world.steps().told()) tellNext();
        else {
            world.perform(new Step.Ask(0, "alice", lots.creation()));
            for (int i = 2 + random.nextInt(3); i > 0; i--) ask(lots.registration());
            world.loop().afterMillis(50, this::next);
        }
    }

    boolean isOver() {
        return over;
    }

    private void tellNext() {
        while (!given.isEmpty() && millis(given.peek()) <= world.loop().millis()) world.perform(given.remove());
        if (given.isEmpty()) over = true;
        else world.loop().afterMillis(millis(given.peek()) - world.loop().millis(), this::tellNext);
    }

    private static long millis(Step step) {
        return switch (step) {
            case Step.Ask ask -> ask.millis();
            case Step.Act act -> act.millis();
            case Step.Happen happen -> happen.millis();
            case Step.Strike strike -> 0;
        };
    }

    private void next() {
        moments++;
        for (Fault fault : Fault.values()) if (fault.timed() && world.faults().due(fault, moments)) happen(fault);
        int commands = random.nextInt(6) == 0 ? 1 + random.nextInt(6) : 1;
        for (int i = 0; i < commands; i++) command();
        if (commandsLeft <= 0) over = true;
        else world.loop().afterMillis(pause(), this::next);
    }

    /** Mostly short, now and then long enough for leases and deadlines to pass; every moment has its millisecond. */
    private long pause() {
        int kind = random.nextInt(100);
        if (kind < 30) return 1L + random.nextInt(5);
        if (kind < 92) return 1L + random.nextInt(150);
        return 1L + (kind < 98 ? random.nextInt(2_000) : random.nextInt(15_000));
    }

    private void ask(io.hubspoke.protocol.Command.OperatorCommand command) {
        ask(OPERATORS.get(random.nextInt(OPERATORS.size())), command);
    }

    private void ask(String operator, io.hubspoke.protocol.Command.OperatorCommand command) {
        commandsLeft--;
        world.perform(new Step.Ask(world.loop().millis(), operator, command));
    }

    private void command() {
        if (random.nextInt(100) < 45) {
            ask(lots.byOperator());
            return;
        }
        List<SimulatedHost> hosts = world.hosts();
        if (hosts.isEmpty()) {
            ask(lots.registration());
            return;
        }
        SimulatedHost host = hosts.get(random.nextInt(hosts.size()));
        commandsLeft--;
        world.perform(new Step.Act(world.loop().millis(), host.agent(), lots.byAgent(host)));
    }

    private void happen(Fault fault) {
        long millis = switch (fault) {
            case RESTART -> random.nextInt(2_000);
            case RESTART_STORM -> random.nextInt(40);
            case JOURNAL_DOWN -> random.nextInt(12_000);
            case CLOCK_FORWARD -> random.nextInt(random.nextInt(3) == 0 ? 3_600_000 : 20_000);
            case CLOCK_BACK -> random.nextInt(2_000);
            case AGENT_DEATH -> random.nextInt(8_000);
            case AGENT_VANISHES -> random.nextInt(20_000);
            case SLOW_AGENT -> random.nextInt(15_000);
            case PARTITION -> random.nextInt(12_000);
            default -> 0;
        };
        long amount = millis * World.AGENTS + random.nextInt(World.AGENTS);
        world.perform(new Step.Happen(world.loop().millis(), fault, amount));
        if (fault == Fault.OPERATOR_RACE) race();
        if (fault == Fault.OVERLOAD) for (int i = 70 + random.nextInt(50); i > 0; i--) ask(lots.cheap());
    }

    private void race() {
        List<GateId> open = world.checker().gates().open();
        List<TaskId> tasks = List.copyOf(world.checker().work().tasks.keySet());
        if (!open.isEmpty() && (tasks.isEmpty() || random.nextBoolean())) {
            GateId gate = open.get(random.nextInt(open.size()));
            ask("alice", new ResolveGate(gate, Decision.APPROVE, "yes"));
            ask("bob", new ResolveGate(gate, Decision.REJECT, "no"));
        } else if (!tasks.isEmpty()) {
            TaskId task = tasks.get(random.nextInt(tasks.size()));
            ask("alice", new CancelTask(task, "not needed"));
            ask("bob", new RetryTask(task, "needed"));
        }
    }

    /** Once the steps are over: agents finish what they have, operators decide what waits. */
    void windUp() {
        world.everybodyIsHosted();
        for (SimulatedHost host : world.hosts()) {
            lots.finish(host).ifPresent(host::act);
        }
        for (GateId gate : world.checker().gates().open()) {
            Decision decision = world.loop().nanos() % 3 == 0 ? Decision.APPROVE : Decision.REJECT;
            world.checker()
                    .gates()
                    .decider(gate, OPERATORS)
                    .ifPresent(operator -> world.operators().ask(operator, new ResolveGate(gate, decision, "at last")));
        }
        lots.resumptions().forEach(command -> world.operators().ask("alice", command));
    }

    static AgentId anyAgent(SplittableRandom random) {
        return World.agent(random.nextInt(World.AGENTS));
    }
}
