import com.qcloud.scf.runtime.Context;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What runs inside a Java function's process: loads the handler once, then calls it, one event at a time. Jobs come in on
 * standard input, answers go out on standard output, as lines of JSON (channel.js); the function's own output goes to
 * standard error.
 */
public final class Bootstrap {
    private static final int MAX_STACK_CHARS = 65_536;
    private static final OutputStream ANSWERS = new FileOutputStream(FileDescriptor.out);
    private static final Counted OUTPUT = new Counted(new FileOutputStream(FileDescriptor.err));

    private static Method handler;
    private static Object instance;
    private static Map<?, ?> context;

    /** The function's output. The count tells the emulator when it has received everything. */
    private static final class Counted extends FilterOutputStream {
        private long written = 0;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public synchronized void write(int one) throws IOException {
            out.write(one);
            written++;
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            written += length;
        }
    }

    public static void main(String[] words) throws IOException {
        BufferedReader jobs =
            new BufferedReader(new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
        System.setIn(new java.io.ByteArrayInputStream(new byte[0]));
        PrintStream output = new PrintStream(OUTPUT, true, "UTF-8");
        System.setOut(output);
        System.setErr(output);
        String pid = ManagementFactory.getRuntimeMXBean().getName().split("@")[0];
        tell("started", "pid", Integer.valueOf(pid));
        for (String line = jobs.readLine(); line != null; line = jobs.readLine()) {
            Map<?, ?> message = (Map<?, ?>) Json.read(line);
            Object kind = message.get("kind");
            if (kind.equals("load")) load(message);
            else if (kind.equals("run")) run((String) message.get("id"), (String) message.get("event"));
            else tell("ready", "nonce", message.get("nonce"));
        }
        Runtime.getRuntime().halt(0); // the emulator is gone
    }

    private static void load(Map<?, ?> message) {
        long ownBytes = memory("VmRSS");
        context = (Map<?, ?>) message.get("context");
        for (Map.Entry<String, String> one : System.getenv().entrySet()) {
            if (one.getKey().startsWith("TENCENTCLOUD_")) System.setProperty(one.getKey(), one.getValue());
        }
        String file = (String) message.get("file");
        String method = (String) message.get("method");
        try {
            ClassLoader loader = new URLClassLoader(archives((String) message.get("directory")), Bootstrap.class.getClassLoader());
            Thread.currentThread().setContextClassLoader(loader);
            Class<?> found = Class.forName(file, true, loader);
            handler = methodOf(found, method);
            if (handler == null) refuse("HandlerNotFound: the class " + file + " has no public method " + method);
            if (!Modifier.isStatic(handler.getModifiers())) instance = found.getDeclaredConstructor().newInstance();
        } catch (ClassNotFoundException error) {
            refuse("HandlerNotFound: the package has no class " + error.getMessage());
        } catch (Throwable error) {
            tell("unloadable", "stack", stackOf(error));
            Runtime.getRuntime().halt(1);
        }
        tell("loaded", "ownBytes", ownBytes);
    }

    private static void refuse(String why) {
        tell("refused", "statusCode", 437, "message", why);
        Runtime.getRuntime().halt(1);
    }

    /** The package, and the archives at its root and in lib/. */
    private static URL[] archives(String directory) throws IOException {
        List<URL> found = new ArrayList<>();
        found.add(new File(directory).toURI().toURL());
        for (File place : new File[] {new File(directory), new File(directory, "lib")}) {
            File[] files = place.listFiles((parent, name) -> name.endsWith(".jar"));
            if (files == null) continue;
            for (File one : files) found.add(one.toURI().toURL());
        }
        return found.toArray(new URL[0]);
    }

    private static Method methodOf(Class<?> owner, String name) {
        for (Method method : owner.getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() <= 2 && !method.isBridge()) return method;
        }
        return null;
    }

    private static void run(String id, String event) {
        resetPeak();
        long startedAt = System.nanoTime();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", id);
        try {
            Object value = handler.invoke(instance, arguments(id, event));
            answer.put("kind", "returned");
            answer.put("returned", Json.write(value));
        } catch (Throwable thrown) {
            boolean inside = thrown instanceof InvocationTargetException && thrown.getCause() != null;
            Throwable error = inside ? thrown.getCause() : thrown;
            answer.put("kind", "threw");
            answer.put("stack", stackOf(error));
            // After an error of the machine itself nothing can be relied on.
            answer.put("fatal", error instanceof VirtualMachineError);
        }
        answer.put("durationMs", (System.nanoTime() - startedAt) / 1e6);
        answer.put("peakBytes", memory("VmHWM"));
        System.out.flush();
        answer.put("writtenBytes", OUTPUT.written);
        tell(answer);
    }

    private static Object[] arguments(String id, String event) throws ReflectiveOperationException {
        Type[] types = handler.getGenericParameterTypes();
        Object[] given = new Object[types.length];
        for (int n = 0; n < types.length; n++) {
            given[n] = types[n] == Context.class ? contextOf(id) : Json.convert(Json.read(event), types[n]);
        }
        return given;
    }

    private static Context contextOf(String id) {
        int time = ((Number) context.get("time_limit_in_ms")).intValue();
        int memory = ((Number) context.get("memory_limit_in_mb")).intValue();
        return new Context() {
            @Override
            public String getRequestId() {
                return id;
            }

            @Override
            public int getTimeLimitInMs() {
                return time;
            }

            @Override
            public int getMemoryLimitInMb() {
                return memory;
            }
        };
    }

    /** The stack of the function's own code: what lies below it is this file. */
    private static String stackOf(Throwable error) {
        try {
            StringWriter text = new StringWriter();
            error.printStackTrace(new PrintWriter(text, true));
            String all = text.toString().replaceAll("(?m)^\\tat (java\\.base/)?(jdk\\.internal\\.reflect|sun\\.reflect|java\\.lang\\.reflect|Bootstrap)\\..*\\R", "");
            return all.substring(0, Math.min(all.length(), MAX_STACK_CHARS));
        } catch (Throwable other) {
            return error.getClass().getName();
        }
    }

    private static void resetPeak() {
        try (FileOutputStream refs = new FileOutputStream("/proc/self/clear_refs")) {
            refs.write('5');
        } catch (IOException ignored) {
            // some systems forbid it, or have no such file
        }
    }

    private static long memory(String name) {
        try {
            for (String line : Files.readAllLines(Paths.get("/proc/self/status"))) {
                if (line.startsWith(name + ":")) return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
            }
        } catch (IOException ignored) {
            // there is no such file
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void tell(String kind, Object... pairs) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("kind", kind);
        for (int n = 0; n < pairs.length; n += 2) message.put((String) pairs[n], pairs[n + 1]);
        tell(message);
    }

    private static void tell(Map<String, Object> message) {
        try {
            ANSWERS.write((Json.write(message) + "\n").getBytes(StandardCharsets.UTF_8));
            ANSWERS.flush();
        } catch (IOException | ReflectiveOperationException error) {
            Runtime.getRuntime().halt(1);
        }
    }
}
