// The tests that need no program of this computer: they run in every extension host.
import './activation.suite';
import './labs.suite';
import './life.suite';
import './hello.suite';
import './timer.suite';
import './mistakes.suite';
import './language.suite';
import './panels.suite';
import './terminal.suite';
import './time.suite';
