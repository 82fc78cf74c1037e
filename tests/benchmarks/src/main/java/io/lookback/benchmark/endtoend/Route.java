package io.lookback.benchmark.endtoend;

/** Where one run reads and writes. */
record Route(String bootstrap, String input, String output) {

    String scores() {
        return output + "-scores";
    }

    String alerts() {
        return output + "-alerts";
    }

    String deadLetters() {
        return output + "-dead-letters";
    }
}
