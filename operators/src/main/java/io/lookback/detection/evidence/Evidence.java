package io.lookback.detection.evidence;

/**
 * One way in which a value can be unusual. {@link #read} is asked once a value, before anything of that value is learned,
 * and changes nothing; {@link #learn} is told once a value, after all evidence was read. Its state stands in the moment's
 * block, at offsets that it took from the feature's layout when it was made; it has no other.
 */
public interface Evidence {

    /** As scores and alerts name it. */
    String name();

    /** Zero or more, the more the less usual; 0 while too little is known. The class says in which unit. */
    double read(Moment moment);

    void learn(Moment moment);
}
