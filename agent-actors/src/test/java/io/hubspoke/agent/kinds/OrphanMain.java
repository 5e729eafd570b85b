// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import java.nio.file.Path;

/** A process that runs a command agent until it is killed. */
final class OrphanMain {
    private OrphanMain() {}

    public static void main(String[] arguments) throws Exception {
        new Kit(Path.of(arguments[0])).command(Kit.shell("""
        setsid sh -c 'echo $$ > daemon; exec sleep 1000' >/dev/null 2>&1 </dev/null &
        sleep 1000 &
        echo $$ > self; echo $! > child; wait
        """)).work(Kit.assignment(), new RecordingHub());
    }
}
