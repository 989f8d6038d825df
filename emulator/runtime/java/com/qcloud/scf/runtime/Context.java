package com.qcloud.scf.runtime;

/** What a handler can ask about its invocation: the interface that functions are compiled against. */
public interface Context {
    String getRequestId();

    int getTimeLimitInMs();

    int getMemoryLimitInMb();
}
