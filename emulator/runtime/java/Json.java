import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON, read into maps, lists and plain objects with setters, and written from them: the JDK has none of its own. */
final class Json {
    private final String text;
    private int at = 0;

    private Json(String text) {
        this.text = text;
    }

    static Object read(String text) {
        return new Json(text).value();
    }

    // Messages of the emulator are valid JSON, and so are events: it has checked them.
    private Object value() {
        blanks();
        char first = text.charAt(at);
        if (first == '{') return object();
        if (first == '[') return list();
        if (first == '"') return string();
        int start = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) == -1) at++;
        String word = text.substring(start, at);
        if (word.equals("null")) return null;
        if (word.equals("true") || word.equals("false")) return Boolean.valueOf(word);
        return number(word);
    }

    private static Object number(String word) {
        if (word.matches("-?\\d{1,18}")) {
            long whole = Long.parseLong(word);
            if (whole == (int) whole) return (int) whole;
            return whole;
        }
        return word.matches("-?\\d+") ? (Object) new BigDecimal(word).toBigInteger() : (Object) Double.valueOf(word);
    }

    private Map<String, Object> object() {
        Map<String, Object> found = new LinkedHashMap<>();
        at++;
        for (blanks(); text.charAt(at) != '}'; blanks()) {
            if (text.charAt(at) == ',') at++;
            blanks();
            String name = string();
            blanks();
            at++;
            found.put(name, value());
        }
        at++;
        return found;
    }

    private List<Object> list() {
        List<Object> found = new ArrayList<>();
        at++;
        for (blanks(); text.charAt(at) != ']'; blanks()) {
            if (text.charAt(at) == ',') at++;
            found.add(value());
        }
        at++;
        return found;
    }

    private String string() {
        StringBuilder found = new StringBuilder();
        for (at++; text.charAt(at) != '"'; at++) {
            char next = text.charAt(at);
            if (next != '\\') {
                found.append(next);
                continue;
            }
            char escaped = text.charAt(++at);
            int plain = "bfnrt".indexOf(escaped);
            if (escaped == 'u') {
                found.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
                at += 4;
            } else found.append(plain == -1 ? escaped : "\b\f\n\r\t".charAt(plain));
        }
        at++;
        return found.toString();
    }

    private void blanks() {
        while (at < text.length() && text.charAt(at) <= ' ') at++;
    }

    /** What was read, as a value of this type. */
    static Object convert(Object value, Type type) throws ReflectiveOperationException {
        Class<?> raw = rawOf(type);
        if (value == null || raw == Object.class) return value;
        if (raw == String.class) return value instanceof String ? value : write(value);
        if (value instanceof Number) return numberOf((Number) value, raw);
        if (value instanceof List && raw.isArray()) {
            List<?> all = (List<?>) value;
            Object array = Array.newInstance(raw.getComponentType(), all.size());
            for (int n = 0; n < all.size(); n++) Array.set(array, n, convert(all.get(n), raw.getComponentType()));
            return array;
        }
        if (value instanceof List && raw.isAssignableFrom(ArrayList.class)) {
            List<Object> all = new ArrayList<>();
            for (Object one : (List<?>) value) all.add(convert(one, argumentOf(type, 0)));
            return all;
        }
        if (value instanceof Map && raw.isAssignableFrom(LinkedHashMap.class)) {
            Map<Object, Object> all = new LinkedHashMap<>();
            for (Map.Entry<?, ?> one : ((Map<?, ?>) value).entrySet())
                all.put(one.getKey(), convert(one.getValue(), argumentOf(type, 1)));
            return all;
        }
        return value instanceof Map ? bean((Map<?, ?>) value, raw) : value;
    }

    private static Class<?> rawOf(Type type) {
        if (type instanceof Class) return (Class<?>) type;
        return type instanceof ParameterizedType ? rawOf(((ParameterizedType) type).getRawType()) : Object.class;
    }

    private static Type argumentOf(Type type, int index) {
        return type instanceof ParameterizedType ? ((ParameterizedType) type).getActualTypeArguments()[index] : Object.class;
    }

    private static Object numberOf(Number value, Class<?> raw) {
        if (raw == int.class || raw == Integer.class) return value.intValue();
        if (raw == long.class || raw == Long.class) return value.longValue();
        if (raw == double.class || raw == Double.class) return value.doubleValue();
        if (raw == float.class || raw == Float.class) return value.floatValue();
        if (raw == short.class || raw == Short.class) return value.shortValue();
        if (raw == byte.class || raw == Byte.class) return value.byteValue();
        return raw == BigDecimal.class ? new BigDecimal(value.toString()) : value;
    }

    private static Object bean(Map<?, ?> values, Class<?> raw) throws ReflectiveOperationException {
        Object made = raw.getDeclaredConstructor().newInstance();
        for (Method method : raw.getMethods()) {
            if (!method.getName().startsWith("set") || method.getParameterCount() != 1) continue;
            String name = lower(method.getName().substring(3));
            if (values.containsKey(name))
                method.invoke(made, convert(values.get(name), method.getGenericParameterTypes()[0]));
        }
        return made;
    }

    static String write(Object value) throws ReflectiveOperationException {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(Object value, StringBuilder text) throws ReflectiveOperationException {
        if (value == null || value instanceof Number || value instanceof Boolean) text.append(value);
        else if (value instanceof Map) entries((Map<?, ?>) value, text);
        else if (value instanceof Collection) items(((Collection<?>) value).toArray(), text);
        else if (value.getClass().isArray()) items(value, text);
        else if (value instanceof CharSequence || value instanceof Character || value instanceof Enum)
            quote(value.toString(), text);
        else entries(properties(value), text);
    }

    private static void entries(Map<?, ?> all, StringBuilder text) throws ReflectiveOperationException {
        String before = "{";
        for (Map.Entry<?, ?> one : all.entrySet()) {
            text.append(before);
            quote(String.valueOf(one.getKey()), text);
            text.append(':');
            write(one.getValue(), text);
            before = ",";
        }
        text.append(all.isEmpty() ? "{}" : "}");
    }

    private static void items(Object array, StringBuilder text) throws ReflectiveOperationException {
        text.append('[');
        for (int n = 0; n < Array.getLength(array); n++) {
            if (n > 0) text.append(',');
            write(Array.get(array, n), text);
        }
        text.append(']');
    }

    /** What an object's getters give. */
    private static Map<String, Object> properties(Object value) throws ReflectiveOperationException {
        Map<String, Object> found = new LinkedHashMap<>();
        for (Method method : value.getClass().getMethods()) {
            String name = method.getName();
            boolean isGetter = method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers());
            if (!isGetter || name.equals("getClass")) continue;
            if (name.matches("get[A-Z].*")) found.put(lower(name.substring(3)), method.invoke(value));
            else if (name.matches("is[A-Z].*")) found.put(lower(name.substring(2)), method.invoke(value));
        }
        return found;
    }

    private static String lower(String name) {
        return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static void quote(String given, StringBuilder text) {
        text.append('"');
        for (char one : given.toCharArray()) {
            if (one == '"' || one == '\\') text.append('\\').append(one);
            else if (one < ' ' || Character.isSurrogate(one)) text.append(String.format("\\u%04x", (int) one));
            else text.append(one);
        }
        text.append('"');
    }
}
