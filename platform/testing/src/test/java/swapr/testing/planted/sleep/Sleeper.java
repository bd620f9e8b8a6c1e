package swapr.testing.planted.sleep;

class Sleeper {
    void pause() throws InterruptedException {
        Thread.sleep(100);
    }
}
