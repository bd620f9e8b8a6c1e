package swapr.workshop;

import java.util.List;

/** The steps of one lab. Later steps use the objects of earlier ones. */
interface Steps {

    /** The steps in order. The first red step ends a check. */
    List<Step> steps();

    /** The check of a lab. */
    static Steps of(Lab lab, Shop shop) {
        return switch (lab.number()) {
            case 1 -> new Lab01(shop);
            case 2 -> new Lab02(shop);
            case 3 -> new Lab03(shop);
            case 4 -> new Lab04(shop);
            case 5 -> new Lab05(shop);
            case 6 -> new Lab06(shop);
            case 7 -> new Lab07(shop);
            case 8 -> new Lab08(shop);
            case 9 -> new Lab09(shop);
            case 10 -> new Lab10(shop);
            case 11 -> new Lab11(shop);
            case 12 -> new Lab12(shop);
            case 13 -> new Lab13(shop);
            case 14 -> new Lab14(shop);
            default -> throw new IllegalStateException("lab %d has no check".formatted(lab.number()));
        };
    }
}
