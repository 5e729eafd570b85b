// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.CollectionType;
import com.fasterxml.jackson.databind.type.MapType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.Converter;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * How a state becomes JSON in a snapshot: like the journal's records, with persistent collections as arrays and
 * objects.
 */
final class StateJson {
    static final JsonMapper MAPPER =
            JournalJson.MAPPER.rebuild().addModule(new PersistentCollections()).build();

    private StateJson() {}

    private static final class PersistentCollections extends SimpleModule {
        @Override
        public void setupModule(SetupContext context) {
            super.setupModule(context);
            context.addDeserializers(new Readers());
        }
    }

    private static final class Readers extends Deserializers.Base {
        @Override
        public @Nullable JsonDeserializer<?> findMapDeserializer(
                MapType type,
                DeserializationConfig config,
                BeanDescription description,
                @Nullable KeyDeserializer keys,
                @Nullable TypeDeserializer types,
                @Nullable JsonDeserializer<?> values) {
            return type.getRawClass() == TreePMap.class ? new StdDelegatingDeserializer<>(new ToMap(type)) : null;
        }

        @Override
        public @Nullable JsonDeserializer<?> findCollectionDeserializer(
                CollectionType type,
                DeserializationConfig config,
                BeanDescription description,
                @Nullable TypeDeserializer types,
                @Nullable JsonDeserializer<?> elements) {
            return type.getRawClass() == TreePSet.class ? new StdDelegatingDeserializer<>(new ToSet(type)) : null;
        }
    }

    private record ToMap(MapType type) implements Converter<SortedMap<Object, Object>, TreePMap<Object, Object>> {
        @Override
        public TreePMap<Object, Object> convert(SortedMap<Object, Object> map) {
            return TreePMap.fromSortedMap(map);
        }

        @Override
        public JavaType getInputType(TypeFactory factory) {
            return factory.constructMapType(TreeMap.class, type.getKeyType(), type.getContentType());
        }

        @Override
        public JavaType getOutputType(TypeFactory factory) {
            return type;
        }
    }

    private record ToSet(CollectionType type) implements Converter<SortedSet<Object>, TreePSet<Object>> {
        @Override
        public TreePSet<Object> convert(SortedSet<Object> set) {
            return TreePSet.fromSortedSet(set);
        }

        @Override
        public JavaType getInputType(TypeFactory factory) {
            return factory.constructCollectionType(TreeSet.class, type.getContentType());
        }

        @Override
        public JavaType getOutputType(TypeFactory factory) {
            return type;
        }
    }
}
