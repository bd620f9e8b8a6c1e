package swapr.testing.planted.sleep;

class Sleeper {
    void hopeForTheBest() throws InterruptedException {
        Thread.sleep(100);
    }
}
