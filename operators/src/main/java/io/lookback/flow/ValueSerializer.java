package io.lookback.flow;

import org.apache.flink.api.common.typeutils.TypeSerializer;

/** For immutable values: a copy is the value itself. */
abstract class ValueSerializer<T> extends DomainSerializer<T> {

    private static final long serialVersionUID = 1L;

    @Override
    public final boolean isImmutableType() {
        return true;
    }

    @Override
    public TypeSerializer<T> duplicate() {
        return this;
    }

    @Override
    public final T copy(T value) {
        return value;
    }
}
