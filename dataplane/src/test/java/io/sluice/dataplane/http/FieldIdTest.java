package io.sluice.dataplane.http;

import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FieldIdTest {

    /// The constants and the table of names are two lists: each constant must find itself by its own name.
    @Test
    void findsEveryNumberByItsName() throws IllegalAccessException {
        Set<Byte> seen = new HashSet<>();
        for (Field constant : FieldId.class.getFields()) {
            byte id = constant.getByte(null);
            assertThat(seen.add(id)).as(constant.getName()).isTrue();
            if (id > FieldId.DROPPED) {
                String name = constant.getName().toLowerCase(Locale.ROOT).replace('_', '-');
                assertThat(id(name)).as(name).isEqualTo(id);
                assertThat(id(name.toUpperCase(Locale.ROOT))).as(name).isEqualTo(id);
                assertThat(id(name + "x")).as(name).isLessThanOrEqualTo(FieldId.OTHER);
            }
        }
        assertThat(seen).hasSizeGreaterThan(30);
    }

    @Test
    void knowsWhatMaySpeakForTheClientByItsPrefix() {
        assertThat(id("X-Forwarded-Client-Cert")).isEqualTo(FieldId.X_FORWARDED_OTHER);
        assertThat(id("x-forwarded-" + "a".repeat(100))).isEqualTo(FieldId.X_FORWARDED_OTHER);
        assertThat(id("x-forwarded-")).isEqualTo(FieldId.OTHER);
        assertThat(id("x-forward-for")).isEqualTo(FieldId.OTHER);
    }

    @Test
    void knowsNoOthers() {
        assertThat(id("")).isEqualTo(FieldId.OTHER);
        assertThat(id("hos")).isEqualTo(FieldId.OTHER);
        assertThat(id("x_request_id")).isEqualTo(FieldId.OTHER);
        assertThat(id("a".repeat(1000))).isEqualTo(FieldId.OTHER);
    }

    private static byte id(String name) {
        byte[] bytes = Octets.ascii("<" + name + ">");
        return FieldId.of(bytes, 1, bytes.length - 1);
    }
}
