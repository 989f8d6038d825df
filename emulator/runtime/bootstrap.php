<?php
// What runs inside a PHP function's process: loads the handler once, then calls it, one event at a time. Jobs come in on
// one descriptor, answers go out on another, as lines of JSON: channel.js. It has a namespace of its own, so that the
// function may use any name.

namespace ScfEmulator;

const MAX_STACK_BYTES = 65536;
const FATAL = E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR | E_USER_ERROR | E_RECOVERABLE_ERROR;
const PLAIN = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES;

final class Process
{
    private static $jobs;
    private static $answers;
    private static $refs;
    private static $handler;
    private static $context;
    private static $running = null;
    private static $startedAt = 0;
    private static $written = 0;

    public static function main(): void
    {
        self::$jobs = fopen('php://fd/3', 'rb');
        self::$answers = fopen('php://fd/4', 'wb');
        self::$refs = @fopen('/proc/self/clear_refs', 'wb');
        // The function's output goes on at once, and is counted: so the emulator knows when it has received everything.
        ob_start(function (string $text): string {
            self::$written += strlen($text);
            return $text;
        }, 1);
        register_shutdown_function([self::class, 'end']);
        self::tell(['kind' => 'started', 'pid' => getmypid()]);
        while (($line = fgets(self::$jobs)) !== false) {
            self::take(json_decode($line));
        }
        self::$running = null; // the emulator is gone
    }

    private static function take(object $message): void
    {
        if ($message->kind === 'load') {
            self::load($message);
        } elseif ($message->kind === 'run') {
            self::run($message);
        } else {
            self::tell(['kind' => 'ready', 'nonce' => $message->nonce]);
        }
    }

    private static function load(object $message): void
    {
        $ownBytes = self::memory('VmRSS');
        self::setEnvironment((array) $message->environment);
        self::$context = $message->context;
        chdir($message->directory);
        try {
            load($message->directory . '/' . $message->file);
        } catch (\Throwable $error) {
            self::flush();
            self::tell(['kind' => 'unloadable', 'stack' => self::describe($error)]);
            exit(1);
        }
        if (!is_callable($message->method)) {
            self::flush();
            $why = "HandlerNotFound: {$message->file} has no function {$message->method}";
            self::tell(['kind' => 'refused', 'statusCode' => 437, 'message' => $why]);
            exit(1);
        }
        self::$handler = $message->method;
        self::tell(['kind' => 'loaded', 'ownBytes' => $ownBytes]);
    }

    private static function run(object $message): void
    {
        self::resetPeak();
        self::$startedAt = microtime(true);
        self::$running = $message->id;
        try {
            $context = clone self::$context;
            $context->request_id = $message->id;
            $value = (self::$handler)(json_decode($message->event), $context);
            $returned = json_encode($value, PLAIN);
            if ($returned === false) {
                throw new \UnexpectedValueException('the value that was returned is not JSON: ' . json_last_error_msg());
            }
            $answer = ['kind' => 'returned', 'returned' => $returned];
        } catch (\Throwable $error) {
            $answer = ['kind' => 'threw', 'stack' => self::describe($error), 'fatal' => false];
        }
        self::$running = null;
        self::tell($answer + ['id' => $message->id] + self::measures());
    }

    /** Also after an error that can't be caught, and where the function has called die(). */
    public static function end(): void
    {
        $error = error_get_last();
        if (self::$running === null || $error === null || ($error['type'] & FATAL) === 0) {
            return;
        }
        ini_set('memory_limit', '-1');
        $stack = "{$error['message']} in {$error['file']}:{$error['line']}";
        self::tell(['kind' => 'threw', 'stack' => $stack, 'fatal' => true, 'id' => self::$running] + self::measures());
    }

    private static function setEnvironment(array $environment): void
    {
        // The shell that started this process adds variables of its own.
        foreach (array_keys(getenv()) as $name) {
            if (!isset($environment[$name])) {
                putenv($name);
                unset($_SERVER[$name], $_ENV[$name]);
            }
        }
        foreach ($environment as $name => $value) {
            putenv("$name=$value");
            $_SERVER[$name] = $_ENV[$name] = $value;
        }
    }

    private static function measures(): array
    {
        self::flush();
        return [
            'durationMs' => (microtime(true) - self::$startedAt) * 1000,
            'peakBytes' => self::memory(self::$refs ? 'VmHWM' : 'VmRSS'),
            'writtenBytes' => self::$written,
        ];
    }

    /** Ends the buffers that the function has left open. */
    private static function flush(): void
    {
        while (ob_get_level() > 1) {
            ob_end_flush();
        }
    }

    private static function resetPeak(): void
    {
        if (self::$refs && @fwrite(self::$refs, '5') === false) {
            self::$refs = null; // some containers forbid it
        }
    }

    private static function memory(string $name): int
    {
        $status = @file_get_contents('/proc/self/status');
        $found = preg_match("/^$name:\\s+(\\d+) kB/m", (string) $status, $match);
        return $found ? 1024 * (int) $match[1] : memory_get_usage(true);
    }

    private static function describe(\Throwable $error): string
    {
        try {
            return substr((string) $error, 0, MAX_STACK_BYTES);
        } catch (\Throwable $other) {
            return 'an error that can not be shown';
        }
    }

    private static function tell(array $message): void
    {
        $line = json_encode($message, PLAIN | JSON_INVALID_UTF8_SUBSTITUTE) . "\n";
        while ($line !== '') {
            $written = fwrite(self::$answers, $line);
            if ($written === false || $written === 0) {
                exit(1);
            }
            $line = substr($line, $written);
        }
    }
}

/** The file sees no variable of this one. */
function load(): void
{
    require func_get_arg(0);
}

Process::main();
