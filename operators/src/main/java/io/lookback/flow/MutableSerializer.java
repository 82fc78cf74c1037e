package io.lookback.flow;

/** For memories: a copy shares nothing with its original. */
abstract class MutableSerializer<T> extends DomainSerializer<T> {

    private static final long serialVersionUID = 1L;

    @Override
    public final boolean isImmutableType() {
        return false;
    }
}
